"""Numbers shown as people read them."""

import pytest

from publish.results import ordered, show, table


@pytest.mark.parametrize(("value", "text"), [(0.0315743, "0.03157"), (2500, "2500"), (2500.0, "2500"), ("MNIST", "MNIST")])
def test_show(value: object, text: str) -> None:
    assert show(value) == text


def test_table() -> None:
    assert table({"seed": 1, "test_mse": 0.0315743}) == "seed      1\ntest_mse  0.03157"
    assert table({}) == ""


def test_ordered() -> None:
    assert list(ordered({"backend": "Go", "test_mse": 0.03, "seed": 1})) == ["backend", "seed", "test_mse"]
