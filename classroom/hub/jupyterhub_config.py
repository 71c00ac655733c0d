"""The hub of the classroom: accounts from a class list, a container per student, a proxy that outlives the hub.

What can be set is set in .env beside docker-compose.yml; docker-compose.yml hands it on.
"""

import os
import sys
from pathlib import Path

from docker.types import DeviceRequest, LogConfig
from jupyterhub.traitlets import ByteSpecification
from tornado.httpserver import HTTPServer

import classlist
import database  # noqa: F401 # how SQLite keeps its journal
import handin
from accounts import RULER_ROLE, ClassAuthenticator, first_page
from spawner import LABEL, ClassroomSpawner, project

c = get_config()  # type: ignore[name-defined] # noqa: F821 # JupyterHub defines it

HERE = Path(__file__).parent
STATE = Path("/var/lib/hub")  # a volume: the database and the cookies' secret
SECRETS = Path("/run/classroom")  # a volume too: what hub and proxy both know
GPU = "gpu" in os.environ["CLASSROOM_PROFILES"].split(",")

ADDRESS = os.environ["CLASSROOM_ADDRESS"]
HTTPS = ADDRESS.startswith("https:")

c.JupyterHub.base_url = os.environ["CLASSROOM_BASE_URL"]
c.JupyterHub.public_url = ADDRESS + os.environ["CLASSROOM_BASE_URL"]
c.JupyterHub.tornado_settings = {"cookie_options": {"samesite": "Lax"} | ({"secure": True} if HTTPS else {})}
if os.environ["CLASSROOM_ORIGINS"] == "subdomains":
    c.JupyterHub.subdomain_host = ADDRESS
    # A student's page can set cookies for the class's name too, but none of this kind, which only HTTPS allows.
    c.JupyterHub.cookie_host_prefix_enabled = HTTPS
# Nobody sends the hub much. Tornado alone would take 100 MB of whoever asks, into memory, and the hub keep a token's note of that
# size in its database.
HTTPServer.configure(None, max_body_size=1 << 20)
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie-secret")
c.JupyterHub.template_paths = [str(HERE / "templates")]
# JupyterHub calls it for each page, with the page's user.
c.JupyterHub.template_vars = {"class_list_problem": lambda _: classlist.problem(os.environ["CLASSROOM_LIST"])}
c.JupyterHub.hub_ip = "0.0.0.0"
# The proxy's way to the hub is the network of both, on which no student is: there the proxy is known by its address.
c.JupyterHub.hub_connect_ip = "hub-api"
c.JupyterHub.default_url = first_page
# Login cookies, tokens and what a server gets for its visitors: a day, then one logs in again.
c.JupyterHub.cookie_max_age_days = 1
c.JupyterHub.token_expires_in_max_seconds = 86400

# The proxy is a container of its own. When the hub ends, it and the students' servers go on.
c.JupyterHub.cleanup_proxy = False
c.JupyterHub.cleanup_servers = False
c.JupyterHub.last_activity_interval = 15  # seconds; a restarted proxy learns the routes again within this time
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = "http://proxy-api:8001"
c.ConfigurableHTTPProxy.auth_token = (SECRETS / "proxy-token").read_text().strip()

c.JupyterHub.authenticator_class = ClassAuthenticator
c.ClassAuthenticator.class_list = os.environ["CLASSROOM_LIST"]
c.ClassAuthenticator.enable_signup = False
c.ClassAuthenticator.minimum_password_length = 10
c.ClassAuthenticator.check_common_password = True
c.ClassAuthenticator.allowed_failed_logins = 5
c.ClassAuthenticator.seconds_before_next_try = 60
# Who leaves the class list, or their role in it, is asked for again after so many seconds, their tokens too.
c.ClassAuthenticator.auth_refresh_age = 5
c.ClassAuthenticator.auth_refresh_strict = True
# Behind another web server, which alone reaches the proxy then, that one's word on where a request comes from counts too.
c.ClassAuthenticator.proxies = 2 if os.environ["CLASSROOM_PORT"].startswith(("127.", "localhost:", "[::1]:")) else 1

c.JupyterHub.spawner_class = ClassroomSpawner
c.ClassroomSpawner.prefix = project()
c.ClassroomSpawner.name_template = "{prefix}-student-{username}"
c.ClassroomSpawner.image = os.environ["CLASSROOM_IMAGE"] + ("-gpu" if GPU else "")
c.ClassroomSpawner.pull_policy = "never"
c.ClassroomSpawner.remove = True
c.ClassroomSpawner.use_internal_ip = True
c.ClassroomSpawner.subnets = os.environ["CLASSROOM_SUBNETS"]
c.ClassroomSpawner.volumes = {"{prefix}-student-{username}": "/home/student"}
c.ClassroomSpawner.read_only_volumes = {"{prefix}_handout": "/srv/handout"}
c.ClassroomSpawner.hub_connect_url = "http://hub:8081"
c.ClassroomSpawner.args = ["--HubOAuth.cache_max_age=10"]  # seconds for which a server believes a session that has ended
c.ClassroomSpawner.notebook_dir = "/home/student"
c.ClassroomSpawner.default_url = "/lab/tree/lecture"
# Their own server says so where they have more; the service disk sees to it.
c.ClassroomSpawner.environment = {
    "CLASSROOM_DISK": str(ByteSpecification().validate(None, os.environ["CLASSROOM_DISK"])),
    "CLASSROOM_HANDIN": f"http://handin:{handin.PORT}",
}
c.ClassroomSpawner.mem_limit = os.environ["CLASSROOM_MEMORY"]
c.ClassroomSpawner.cpu_limit = float(os.environ["CLASSROOM_CPUS"])
# A class arrives at once, and on few cores the last server takes long to start.
c.ClassroomSpawner.start_timeout = 300
c.ClassroomSpawner.http_timeout = 300
c.ClassroomSpawner.extra_create_kwargs = {"labels": {LABEL: "{prefix}", f"{LABEL}.student": "{raw_username}"}}
c.ClassroomSpawner.extra_host_config = {
    "auto_remove": False,  # keeps the logs of a killed container until its student returns
    "memswap_limit": os.environ["CLASSROOM_MEMORY"],  # no swap on top
    "pids_limit": int(os.environ["CLASSROOM_PROCESSES"]),
    # Of processors and memory the hub, the proxy and the guard come first.
    "cpu_shares": 128,
    "oom_score_adj": 500,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
    "dns": ["127.0.0.1"],  # only names of containers resolve
    "log_config": LogConfig(type="json-file", config={"max-size": "10m", "max-file": "3"}),
    "device_requests": [DeviceRequest(count=-1, capabilities=[["gpu"]])] if GPU else [],
}

# A server that was idle for so long is stopped; a click starts it again with all that was saved.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={os.environ['CLASSROOM_IDLE_SECONDS']}"],
    },
    {
        "name": "disk",
        "command": [sys.executable, str(HERE / "disk.py"), os.environ["CLASSROOM_DISK"], f"{LABEL}.student"],
        "environment": {"DOCKER_HOST": os.environ["DOCKER_HOST"]},
    },
]
c.JupyterHub.load_roles = [
    RULER_ROLE,
    *handin.ROLES,
    {"name": "admin", "users": []},
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    },
    {"name": "disk", "scopes": ["delete:servers"], "services": ["disk"]},
]
