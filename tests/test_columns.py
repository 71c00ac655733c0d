"""Tables as text: every column on its side, and no table of rows that do not fit."""

import pytest

from lib.columns import aligned

ROWS = [("name", "ms", "MB"), ("a long name", "1.5", "100"), ("b", "12", "")]


def test_the_first_column_to_the_left_the_others_to_the_right() -> None:
    assert aligned(ROWS).splitlines() == ["name          ms   MB", "a long name  1.5  100", "b             12"]


def test_sides_and_gap() -> None:
    assert aligned(ROWS, "rl", gap=1).splitlines() == ["       name ms  MB", "a long name 1.5 100", "          b 12"]
    assert aligned([]) == ""


def test_rows_of_other_lengths() -> None:
    with pytest.raises(ValueError, match="shorter"):
        aligned([("a", "b"), ("c",)])
