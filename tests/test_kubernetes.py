"""classroom/kubernetes/values.yaml: the same class as docker-compose.yml, and what the chart's own schema and templates say.

The chart is not part of this project: where LATENTLAB_CHART names no unpacked one, what needs it is skipped.
"""

import ast
import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
VALUES = ROOT / "classroom" / "kubernetes" / "values.yaml"
(VERSION,) = re.findall(r"chart jupyterhub ([\d.]+)", VALUES.read_text(encoding="utf-8"))
GET = (
    f"helm pull jupyterhub --repo https://hub.jupyter.org/helm-chart/ --version {VERSION} --untar, "
    "then LATENTLAB_CHART=$PWD/jupyterhub scripts/test.sh"
)
STUDENTS = "name,password,role\nteacher,a-first-word,instructor\n"


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    """The values, with a class list as helm's --set-file puts it there."""
    loaded = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    loaded["hub"]["extraFiles"]["students"]["stringData"] = STUDENTS
    return loaded


@pytest.fixture(scope="module")
def chart() -> Path:
    """The unpacked chart of the version that the values are for."""
    named = os.environ.get("LATENTLAB_CHART")
    if not named:
        pytest.skip(f"LATENTLAB_CHART names no chart: {GET}")
    chart = Path(named)
    about = yaml.safe_load((chart / "Chart.yaml").read_text(encoding="utf-8"))
    assert (about["name"], about["version"]) == ("jupyterhub", VERSION), f"another chart is in {chart}: {GET}"
    return chart


@pytest.fixture(scope="module")
def manifests(chart: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What Helm makes of the chart with the values, by kind and name."""
    if shutil.which("helm") is None:
        pytest.skip("there is no helm on PATH: install Helm 3 (https://helm.sh/docs/intro/install/)")
    students = tmp_path_factory.mktemp("class") / "students.csv"
    students.write_text(STUDENTS, encoding="utf-8")
    command = [
        "helm",
        "template",
        "class",
        str(chart),
        "--kube-version",
        "1.34.0",
        "--values",
        str(VALUES),
        "--set-file",
        f"hub.extraFiles.students.stringData={students}",
    ]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    found = [one for one in yaml.safe_load_all(process.stdout) if one]
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


def compose_default(name: str) -> str:
    """What a setting of docker-compose.yml is where the instructor sets nothing."""
    (default,) = re.findall(rf"\$\{{{name}:-([^}}]*)\}}", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return default


def hub_settings(owner: str) -> dict[str, Any]:
    """What classroom/hub/jupyterhub_config.py sets on c.OWNER, where it is a literal."""
    found = {}
    for node in ast.parse((ROOT / "classroom" / "hub" / "jupyterhub_config.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(f"c.{owner}."):
            with contextlib.suppress(ValueError):
                found[ast.unparse(node.targets[0]).rpartition(".")[2]] = ast.literal_eval(node.value)
    return found


def test_students_have_the_limits_of_docker_compose(values: dict[str, Any]) -> None:
    student = values["singleuser"]
    assert student["memory"]["limit"] == compose_default("CLASSROOM_MEMORY")
    assert student["cpu"]["limit"] == float(compose_default("CLASSROOM_CPUS"))
    assert values["cull"]["timeout"] == int(compose_default("CLASSROOM_IDLE_SECONDS"))
    assert f"podPidsLimit: {compose_default('CLASSROOM_PROCESSES')}" in (VALUES.parent / "README.md").read_text(encoding="utf-8")


def test_the_images_are_those_of_docker_compose(values: dict[str, Any]) -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for image in (values["hub"]["image"], values["singleuser"]["image"]):
        assert f"{image['name']}:${{CLASSROOM_TAG:-{image['tag']}}}" in compose


def test_accounts_are_those_of_docker_compose(values: dict[str, Any]) -> None:
    ours = dict(values["hub"]["config"]["ClassAuthenticator"])
    assert ours.pop("class_list") == values["hub"]["extraFiles"]["students"]["mountPath"]
    assert (ours.pop("proxy"), ours.pop("proxies")) == ("*", 2)  # the ingress controller is before the proxy
    assert ours == hub_settings("ClassAuthenticator")
    hub = hub_settings("JupyterHub")
    for name in ("cookie_max_age_days", "token_expires_in_max_seconds"):
        assert values["hub"]["config"]["JupyterHub"][name] == hub[name]


def test_a_student_s_server_is_that_of_docker_compose(values: dict[str, Any]) -> None:
    spawner = hub_settings("ClassroomSpawner")
    student = values["singleuser"]
    assert student["defaultUrl"] == spawner["default_url"]
    assert student["startTimeout"] == spawner["start_timeout"]
    assert student["storage"]["homeMountPath"] == next(iter(spawner["volumes"].values()))
    kube = values["hub"]["config"]["KubeSpawner"]
    assert all(kube[name] == spawner[name] for name in ("args", "notebook_dir", "http_timeout"))


def test_each_student_has_an_origin(values: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """And the hub does not start where the class has said no address."""
    config = Config()
    config.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}  # the chart's
    snippet = values["hub"]["extraConfig"]["origins"]
    monkeypatch.delenv("CLASSROOM_ADDRESS", raising=False)
    with pytest.raises(ValueError, match="CLASSROOM_ADDRESS is not set"):
        exec(snippet, {"c": config})
    monkeypatch.setenv("CLASSROOM_ADDRESS", "http://class.example.org")
    with pytest.raises(ValueError, match="begins with https"):
        exec(snippet, {"c": config})
    monkeypatch.setenv("CLASSROOM_ADDRESS", "https://class.example.org")
    exec(snippet, {"c": config})
    assert config.JupyterHub.subdomain_host == "https://class.example.org"
    assert config.JupyterHub.tornado_settings["slow_spawn_timeout"] == 0
    assert config.JupyterHub.tornado_settings["cookie_options"] == {"secure": True, "samesite": "Lax"}
    assert values["hub"]["config"]["JupyterHub"]["cookie_host_prefix_enabled"]
    assert "--host-routing" in values["proxy"]["chp"]["extraCommandLineFlags"]


def merged(defaults: Any, ours: Any) -> Any:
    """Values over the chart's own, as Helm lays them."""
    if not (isinstance(defaults, dict) and isinstance(ours, dict)):
        return ours
    return {key: merged(defaults.get(key), ours[key]) if key in ours else defaults[key] for key in [*defaults, *ours]}


def test_the_values_are_what_the_chart_s_schema_takes(chart: Path, values: dict[str, Any]) -> None:
    schema = yaml.safe_load(next(chart.glob("values.schema.*")).read_text(encoding="utf-8"))  # of JSON too
    together = merged(yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8")), values)
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(together)] == []
    assert list(validator.iter_errors(merged(together, {"singleuser": {"memory": {"limits": "2G"}}})))


def test_the_network_between_students_is_closed(manifests: dict[tuple[str, str], dict[str, Any]]) -> None:
    policy = manifests["NetworkPolicy", "singleuser"]["spec"]
    assert policy["podSelector"]["matchLabels"]["component"] == "singleuser-server"
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    senders = [rule["from"] for rule in policy["ingress"]]
    assert senders == [[{"podSelector": {"matchLabels": {"hub.jupyter.org/network-access-singleuser": "true"}}}]]
    receivers = [receiver for rule in policy["egress"] for receiver in rule["to"]]
    assert not [receiver for receiver in receivers if "ipBlock" in receiver]
    components = {receiver["podSelector"]["matchLabels"]["component"] for receiver in receivers if "podSelector" in receiver}
    assert components == {"hub", "proxy", "autohttps"}
    outside = [rule for rule in policy["egress"] if any("namespaceSelector" in receiver for receiver in rule["to"])]
    assert [{port["port"] for port in rule["ports"]} for rule in outside] == [{53}]


def test_no_pod_runs_as_root(manifests: dict[tuple[str, str], dict[str, Any]]) -> None:
    pods = [one["spec"]["template"]["spec"] for one in manifests.values() if "template" in one.get("spec", {})]
    containers = [(pod, container) for pod in pods for container in pod["containers"] + pod.get("initContainers", [])]
    assert len(containers) >= 5
    for pod, container in containers:
        secured = {**pod.get("securityContext", {}), **container.get("securityContext", {})}
        if container["image"].startswith("latentlab-student"):  # the puller, which only runs echo
            continue
        assert secured.get("runAsNonRoot") and not secured.get("privileged"), container["name"]


def test_the_hub_runs_our_image_with_its_database_on_the_volume(manifests: dict[tuple[str, str], dict[str, Any]]) -> None:
    hub = manifests["Deployment", "hub"]["spec"]["template"]["spec"]["containers"][0]
    assert hub["image"] == "latentlab-hub:latest"
    mounts = {mount["mountPath"] for mount in hub["volumeMounts"] if mount["name"] == "pvc"}
    database = yaml.safe_load(VALUES.read_text(encoding="utf-8"))["hub"]["config"]["JupyterHub"]["db_url"].removeprefix("sqlite:///")
    assert mounts == {str(Path(database).parent)}
    assert manifests["Secret", "hub"]["stringData"]["students"] == STUDENTS
