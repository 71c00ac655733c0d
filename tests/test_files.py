"""Files are written whole or not at all."""

import json
from pathlib import Path

import pytest

from lib.files import write, write_json


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.json"
    write_json(path, {"seed": 1})

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(path, "half")
    assert json.loads(path.read_text()) == {"seed": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_who_may_read_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "new" / "token"
    write(path, b"\xff", mode)
    assert path.read_bytes() == b"\xff"
    assert path.stat().st_mode & 0o777 == mode
