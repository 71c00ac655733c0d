"""The bench's arithmetic, what it does with contenders that fail or are missing, and its small form."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from bench.contender import Contender, Failed, run, take_turns
from bench.floor import best
from bench.growth import ALL, Point, copies
from bench.install import Environment
from bench.table import Column, Goal, Row, Table, data, goals_text, ratio, text
from bench.training import judge_error
from bench.workshop import XLA

ROOT = Path(__file__).resolve().parents[1]


def printing(name: str, **found: float) -> Contender:
    """A contender that prints what it is told to."""
    return Contender(name, (sys.executable, "-c", f"print('noise'); print('''{json.dumps(found)}''')"))


def rows() -> tuple[Row, Row]:
    """A row that took part in every round, and one twice as slow that left one out, on a machine that slows down."""
    ours = Row("ours", [{"ms": 1.0}, {"ms": 2.0}, {"ms": 4.0}], against="ours")
    theirs = Row("theirs", [{"ms": 2.0}, {}, {"ms": 8.0}], against="ours")
    return ours, theirs


def test_a_ratio_compares_within_a_round() -> None:
    ours, theirs = rows()
    assert theirs.median("ms") / ours.median("ms") == 2.5
    assert ratio(theirs, ours, "ms") == 2
    assert math.isnan(ratio(theirs, Row("absent"), "ms"))


def test_the_table_for_people() -> None:
    table = Table("Title", [Column("ms", "ms"), Column("mb", "MB", ratio=False)], [*rows(), Row("absent", note="not measured")])
    assert text(table).splitlines() == [
        "Title",
        "",
        "                    ms   MB",
        "ours     2 (1–4) 1.00×",
        "theirs   5 (2–8) 2.00×",
        "absent",
        "",
        "absent: not measured",
        "× is the ratio to ours, round by round.",
    ]


def test_the_table_for_programs_is_json() -> None:
    table = Table("Title", [Column("ms", "ms")], [*rows(), Row("alone", [{"ms": 3.0}], against="absent")], [Goal("none", math.nan, 1)])
    found = json.loads(json.dumps(data(table), allow_nan=False))
    assert found["rows"][1]["columns"]["ms"] == {"median": 5.0, "min": 2.0, "max": 8.0, "ratio": 2.0}
    assert found["rows"][1]["rounds"] == [{"ms": 2.0}, {}, {"ms": 8.0}]
    assert found["rows"][2]["columns"]["ms"]["ratio"] is None
    assert found["goals"] == [{"text": "none", "value": None, "most": 1, "verdict": "not measured"}]


@pytest.mark.parametrize(("value", "verdict"), [(0.9, "reached"), (0.91, "missed"), (math.nan, "not measured")])
def test_goals(value: float, verdict: str) -> None:
    assert goals_text([Goal("a step", value, 0.9)]).endswith(verdict)


def test_contenders_take_turns() -> None:
    found = take_turns([[printing("a", ms=1), printing("b", ms=2)], [printing("b", ms=3), printing("c", ms=4)]])
    assert [(row.name, row.values("ms")) for row in found] == [("a", [1]), ("b", [2, 3]), ("c", [4])]
    assert found[2].found[0] == {}, "c took no part in the first round"
    assert found[0].values("process_s")[0] > 0


def test_a_contender_that_fails_or_is_missing_leaves_a_note_and_the_others_run() -> None:
    broken = Contender("broken", (sys.executable, "-c", "raise SystemExit('no such instruction')"))
    missing = Contender("missing", ("/nonexistent",), missing="not installed")
    found = take_turns([[broken, missing, printing("fine", ms=1)]] * 2)
    assert [row.note for row in found] == ["failed: no such instruction", "not installed", ""]
    assert [row.values("ms") for row in found] == [[], [], [1, 1]]


def test_a_contender_that_prints_no_result_has_failed() -> None:
    with pytest.raises(Failed, match="printed no result: 'hello'"):
        run(Contender("mute", (sys.executable, "-c", "print('hello')")))


def test_the_floor_takes_the_best_of_each() -> None:
    a = {"products_ms": {"p": 1.0, "q": 4.0}, "flops": 6e6, "adam_bytes": 3e6, "copy_gbs": 1.0}
    b = {"products_ms": {"p": 3.0, "q": 2.0}, "flops": 6e6, "adam_bytes": 3e6, "copy_gbs": 3.0}
    floor = best([a, {}, b])
    assert floor["sgemm_ms"] == 3  # 1 of a, 2 of b
    assert floor["adam_ms"] == pytest.approx(1)  # 3 MB at 3 GB/s
    assert floor["step_ms"] == pytest.approx(4)
    assert floor["gflops"] == pytest.approx(2)  # 6 MFLOP in 3 ms
    assert best([{}]) == {}


def test_a_test_error_that_is_off_is_noted() -> None:
    ours = Row(XLA, [{"test_mse": 0.0320}])
    for mse, note in ((0.0325, ""), (0.0352, "its test MSE differs from latentlab's by +10.0%")):
        row = Row("peer", [{"test_mse": mse}])
        judge_error(row, ours)
        assert row.note == note


def test_how_often_the_images_are_held() -> None:
    few = Row(f"{Point()}: {XLA}", [{"peak_mb": 400.0, "train_images": 10_000}])
    many = Row(f"{ALL}: {XLA}", [{"peak_mb": 400.0 + 2 * 50_000 * 784 * 4 / 1e6, "train_images": 60_000}])
    assert copies(Table("", [], [few, many])) == pytest.approx(2)


def test_why_a_peer_is_missing(tmp_path: Path) -> None:
    peers = Environment(tmp_path)
    peers.notes.mkdir()
    assert "scripts/bench.sh does that" in peers.why_missing("torch")
    peers.missing("torch").write_text("ERROR: no matching distribution\n")
    assert peers.why_missing("torch") == "not measured: ERROR: no matching distribution"
    peers.installed("jax").write_text("digest")
    assert peers.why_missing("jax") == peers.why_missing("numpy") == ""


def test_the_small_form(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if request.config.getoption("--quick"):
        pytest.skip("--quick")
    out = tmp_path / "bench.json"
    process = subprocess.run([ROOT / "scripts" / "bench.sh", "--small", "--out", out], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    tables = json.loads(out.read_text(encoding="utf-8"))["tables"]
    assert list(tables) == ["training", "floor", "codes", "growth", "cells", "whole", "vae"]
    for name, table in tables.items():
        ours = [row for row in table["rows"] if "latentlab" in row["name"] or name == "whole"]
        assert ours
        for row in ours:
            assert row["columns"] and not row["note"], f"{name}: {row['name']}: {row['note']}"
