"""What scripts/test.sh makes of the output of go test -json."""

import json
import time
from pathlib import Path

import pytest

from checks import END, ROOT, Tally, count_go_tests, python_tests, skip_reason, sources


def events(*items: dict[str, str]) -> list[str]:
    return [json.dumps({"Package": "latentlab/pkg/digits", **item}) + "\n" for item in items]


def test_count(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    count_go_tests(
        tally,
        "race",
        events(
            {"Action": "pass", "Test": "TestA"},
            {"Action": "pass", "Test": "TestB/one"},
            {"Action": "output", "Test": "TestB/two", "Output": "digits_test.go:9: got 1, want 2\n"},
            {"Action": "fail", "Test": "TestB/two"},
            {"Action": "fail", "Test": "TestB"},
            {"Action": "output", "Test": "TestC", "Output": "    digits_test.go:3: LATENTLAB_MNIST is not set\n"},
            {"Action": "skip", "Test": "TestC"},
            {"Action": "output", "Test": "TestD", "Output": "    digits_test.go:9: -short leaves out what takes all of MNIST\n"},
            {"Action": "skip", "Test": "TestD"},
            {"Action": "output", "Output": "FAIL\tlatentlab/pkg/digits\t0.1s\n"},
            {"Action": "fail"},
        ),
    )
    assert (tally.passed, len(tally.failed), len(tally.skipped)) == (1, 1, 1)
    printed = capsys.readouterr().out
    assert "got 1, want 2" in printed and "FAIL\tlatentlab/pkg/digits" in printed
    report = tally.report(12.345)
    assert "failed: TestB (latentlab/pkg/digits, race)" in report
    assert "skipped: LATENTLAB_MNIST is not set: TestC (latentlab/pkg/digits)" in report
    assert " 1 passed, 1 failed, 1 skipped in 12.35s " in report or " 1 passed, 1 failed, 1 skipped in 12.34s " in report
    assert report.splitlines()[-1] == "1 passed, 1 failed, 1 skipped"


def test_a_package_that_does_not_build_is_a_failure() -> None:
    tally = Tally()
    count_go_tests(
        tally,
        "race",
        [
            json.dumps({"ImportPath": "latentlab/pkg/digits", "Action": "build-output", "Output": "undefined: x\n"}) + "\n",
            *events({"Action": "output", "Output": "FAIL\tlatentlab/pkg/digits [build failed]\n"}, {"Action": "fail"}),
        ],
    )
    assert tally.failed == ["latentlab/pkg/digits (race)"]


def test_skip_reason() -> None:
    assert skip_reason(["=== RUN   TestC\n", "    c_test.go:3: no GPU here\n", "--- SKIP: TestC (0.00s)\n"]) == "no GPU here"
    assert skip_reason(["--- SKIP: TestC (0.00s)\n"]) == "no reason given"


def test_faults_are_counted() -> None:
    tally = Tally()
    row = '{"fault": "training killed", "tries": 1000, "lost": 2}'
    attribute = {"Action": "attr", "Test": "TestKilledTraining", "Key": "fault", "Value": row}
    count_go_tests(tally, "faults", events(attribute, attribute))
    assert [line.rsplit(maxsplit=3) for line in tally.table()] == [
        ["fault", "tries", "survived", "lost"],
        ["training killed", "2,000", "1,996", "4"],
    ]


FAULTS = """import pytest

@pytest.mark.fault("a fault")
@pytest.mark.parametrize("holds", [True, True, False])
def test_once(holds):
    assert holds

@pytest.mark.fault("a fault")
@pytest.mark.skip(reason="not here")
def test_nowhere(): pass

@pytest.mark.fault
def test_often(campaign):
    campaign("another", 4_000, lambda number: 1 // (number % 100))
"""


@pytest.mark.parametrize(("settings", "tries", "lost"), [({}, "400", "4"), ({"LATENTLAB_FAULTS": "all"}, "4,000", "40")])
def test_pythons_faults_are_counted(
    settings: dict[str, str], tries: str, lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LATENTLAB_FAULTS", raising=False)
    (tmp_path / "test_faults.py").write_text(FAULTS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'scripts'}:{ROOT / 'tests'}")
    tally = Tally()
    python_tests(tally, "faults", [str(tmp_path), f"--confcutdir={tmp_path}", "-m", "fault"], False, settings)
    assert [line.split() for line in tally.table()[1:]] == [
        ["a", "fault", "3", "2", "1"],
        ["another", tries, f"{int(tries.replace(',', '')) - int(lost):,}", lost],
    ]
    assert (tally.passed, len(tally.failed), len(tally.skipped)) == (2, 2, 1)
    assert f"{lost} of {tries.replace(',', '')} tries were lost" in capfd.readouterr().out


def test_sources_are_found_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pkg/a/a.go", "pkg/b.go", "top.go", ".lab/warm/main.go", ".venv/x.go", "out/x.go", "work/x.go", "pkg/a.sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert sources("*.go") == ["pkg/a/a.go", "pkg/b.go", "top.go"]


def test_what_begins_too_late_is_skipped_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_late.py").write_text(
        "import pytest\n\n@pytest.fixture(scope='session')\ndef costly(): assert False\n\ndef test_late(costly): pass\n", encoding="utf-8"
    )
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'scripts'}:{ROOT / 'tests'}")
    for end, counts in ((time.time() + 1000, (0, 1, 0)), (time.time() - 1, (0, 0, 1))):
        tally = Tally()
        python_tests(tally, "late", [str(tmp_path), f"--confcutdir={tmp_path}"], False, {END: str(end)})
        assert (tally.passed, len(tally.failed), len(tally.skipped)) == counts
    assert "skipped: the minutes of this run are over: test_late (test_late)" in tally.report(1)
