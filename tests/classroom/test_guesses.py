"""How many passwords may be tried, and from where: the rules alone, without a classroom."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

import visitor
from guesses import ADDRESS, NAME, Guesses, Limit, limits

FEW = Limit(5, 60)


class Clock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    yield Clock()


def test_five_tries_and_then_one_a_minute(clock: Clock) -> None:
    guesses = Guesses(clock)
    assert [guesses.take({"anna": FEW}) for _ in range(7)] == [True] * 5 + [False] * 2
    clock.now += 60
    assert [guesses.take({"anna": FEW}) for _ in range(2)] == [True, False]
    clock.now += 3600
    assert [guesses.take({"anna": FEW}) for _ in range(6)] == [True] * 5 + [False]


def test_right_ones_do_not_count(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(20):
        assert guesses.take({"anna": FEW})
        guesses.give_back({"anna": FEW})
    assert not guesses.spent


def test_a_refused_try_uses_up_no_other_limit(clock: Clock) -> None:
    guesses = Guesses(clock)
    both, address = ("both", "10.0.0.1", "anna"), ("address", "10.0.0.1")
    for _ in range(100):
        guesses.take({both: FEW, address: Limit(6, 60)})
    assert guesses.take({("both", "10.0.0.1", "ben"): FEW, address: Limit(6, 60)})
    assert not guesses.take({("both", "10.0.0.1", "ben"): FEW, address: Limit(6, 60)})


def tried(guesses: Guesses, tries: list[tuple[str, str, str | None]]) -> int:
    """How many of these tries are let through, each a name, an address and, where it is known, a browser."""
    return sum(guesses.take(limits(*each, FEW)) for each in tries)


def test_many_addresses_together_guess_no_more_than_a_name_may_be_guessed(clock: Clock) -> None:
    guesses = Guesses(clock)
    assert tried(guesses, [("anna", f"10.0.{n // 250}.{n % 250}", None) for n in range(1000)]) == NAME.burst
    assert tried(guesses, [("ben", "10.0.0.1", None)]) == 1


def test_one_address_guesses_few_of_one_and_not_many_of_all(clock: Clock) -> None:
    guesses = Guesses(clock)
    assert tried(guesses, [("anna", "10.0.0.1", None)] * 20) == FEW.burst
    assert tried(guesses, [(f"s{n}", "10.0.0.1", None) for n in range(200)]) == ADDRESS.burst - FEW.burst
    assert tried(guesses, [("anna", "10.0.0.2", None)]) == 1


def test_a_browser_that_is_known_has_its_own_tries(clock: Clock) -> None:
    guesses = Guesses(clock)
    tried(guesses, [("anna", f"10.0.{n // 250}.{n % 250}", None) for n in range(1000)])
    assert tried(guesses, [("anna", "10.0.0.1", "hers")] * 20) == FEW.burst


def test_what_is_remembered_has_a_bound(clock: Clock) -> None:
    guesses = Guesses(clock, most=100)
    for stranger in range(1000):
        guesses.take({stranger: FEW})
    assert len(guesses.spent) == 100 and 999 in guesses.spent


@pytest.mark.parametrize(
    ("peer", "forwarded", "steps", "want"),
    [
        ("127.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", 1, "203.0.113.9"),  # what the caller says of themselves counts for nothing
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 172.18.0.1", 2, "203.0.113.9"),  # behind another web server
        ("127.0.0.1", "172.18.0.1", 2, "172.18.0.1"),  # which says nothing
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("10.203.0.2", "203.0.113.9", 1, "10.203.0.2"),  # a student's container, which is no proxy
        ("127.0.0.1", "2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", "::ffff:203.0.113.9", 1, "203.0.113.9"),
    ],
)
def test_where_a_request_comes_from(peer: str, forwarded: str, steps: int, want: str) -> None:
    headers = HTTPHeaders({"X-Forwarded-For": forwarded, "X-Real-Ip": "198.51.100.7"})
    connection = SimpleNamespace(context=SimpleNamespace(address=(peer, 40000)))
    request = SimpleNamespace(connection=connection, headers=headers)
    with ThreadPoolExecutor(1) as thread:  # in this one a browser's loop may run already
        assert thread.submit(asyncio.run, visitor.address(request, "localhost", steps)).result() == want  # type: ignore[arg-type]
