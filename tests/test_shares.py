"""Who takes more of the disk than their share, look by look: the rule alone, without a classroom."""

import json
import urllib.error

import pytest

from shares import SLACK, Server, Shares, read

MB = 1 << 20
SHARE = 600 * MB
assert SLACK == 16 * MB, "the sizes below are on both sides of it"


def look(shares: Shares, people: dict[str, tuple[int, int | None]], failing: str = "") -> list[str]:
    """Whose servers one look has stopped. people have the MB in their volume, and the MB that they take altogether while their server
    runs; failing is who cannot be stopped."""
    asked = []

    def stop(user: str) -> None:
        asked.append(user)
        if user == failing:
            raise urllib.error.URLError("the hub does not answer")

    volumes = {name: kept * MB for name, (kept, _) in people.items()}
    servers = {name: Server(name, taken * MB) for name, (_, taken) in people.items() if taken is not None}
    shares.enforce(volumes, servers, stop)
    return asked


@pytest.mark.parametrize(
    ("history", "stops"),
    [
        pytest.param([(1, 1), (600, 600)], [False, False], id="within the share"),
        pytest.param([(1, 1), (601, 601)], [False, True], id="beyond it"),
        pytest.param([(1, 1), (1, 601)], [False, True], id="beyond it outside of the volume"),
        pytest.param([(1, 1), (700, 700), (700, None), (716, 716), (717, 717)], [False, True, False, False, True], id="started again"),
        pytest.param([(1, 1), (700, 1200), (716, 716), (717, 717)], [False, True, False, True], id="started again before the next look"),
        pytest.param([(700, None), (700, 700), (650, 650), (666, 666), (667, 667)], [False] * 4 + [True], id="deletes a little"),
        pytest.param([(700, None), (700, 700), (400, 400), (600, 600), (601, 601)], [False] * 4 + [True], id="deletes enough"),
        pytest.param([(900, 900), (916, 916), (917, 917)], [False, False, True], id="had more before anybody looked"),
        pytest.param([(1, 1), (900, None), (900, 900)], [False] * 3, id="got more while the server was stopped, by a restore"),
    ],
)
def test_a_server_is_stopped_where_there_comes_more_than_the_share(history: list[tuple[int, int | None]], stops: list[bool]) -> None:
    shares = Shares(SHARE)
    assert [look(shares, {"anna": sizes}) == ["anna"] for sizes in history] == stops


def test_each_has_a_share_of_their_own() -> None:
    shares = Shares(SHARE)
    assert look(shares, {"anna": (500, 500), "ben": (500, 500), "carl": (1, 1)}) == []
    assert look(shares, {"anna": (500, 500), "ben": (700, 700), "carl": (1, 1)}) == ["ben"]


def test_who_cannot_be_stopped_is_stopped_later_and_keeps_nobody_else() -> None:
    shares = Shares(SHARE)
    look(shares, {"anna": (1, 1), "ben": (1, 1)})
    both: dict[str, tuple[int, int | None]] = {"anna": (700, 700), "ben": (700, 700)}
    assert look(shares, both, failing="anna") == ["anna", "ben"]
    assert look(shares, both) == ["anna"]
    assert look(shares, both) == []


def test_what_docker_says_of_its_disk() -> None:
    answer = {
        "Volumes": [{"Name": "class-student-anna", "UsageData": {"Size": 7}}, {"Name": "class-student-ben", "UsageData": {"Size": -1}}],
        "Containers": [
            {"Names": ["/class-student-anna"], "Labels": {"student": "anna"}, "State": "running", "SizeRw": 9},
            {"Names": ["/class-student-ben"], "Labels": {"student": "ben"}, "State": "running"},
            {"Names": ["/class-student-carl"], "Labels": {"student": "carl"}, "State": "exited", "SizeRw": 9},
            {"Names": ["/class-student-dora"], "Labels": {}, "State": "running", "SizeRw": 9},
        ],
    }
    volumes, servers = read(json.dumps(answer).encode(), "student")
    assert volumes == {"class-student-anna": 7, "class-student-ben": 0}
    assert servers == {"class-student-anna": Server("anna", 16), "class-student-ben": Server("ben", 0)}
