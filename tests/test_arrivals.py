"""Names of accounts from names and e-mail addresses."""

import pytest

from arrivals import account_name
from classlist import NAME


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("anna", "anna"),
        ("Anna.Müller", "anna.muller"),
        ("Łukasz.Ørsted", "lukasz.orsted"),
        ("Иван.Петров", "ivan.petrov"),
        ("王小明", "wang-xiao-ming"),
        ("Élise.D’Arc", "elise.darc"),
        ("s1234_x", "s1234_x"),
        ("1234", "s1234"),
        ("..-x", "x"),
        ("😀", "student"),
        ("a" * 40, "a" * 28),
    ],
)
def test_ascii(wish: str, name: str) -> None:
    assert account_name(wish, ()) == name and NAME.fullmatch(name)


def test_numbers_behind_names_that_are_taken() -> None:
    assert account_name("Anna", {"anna", "anna2", "anna4"}) == "anna3"
    assert account_name("a" * 40, {"a" * 28}) == "a" * 28 + "2"
