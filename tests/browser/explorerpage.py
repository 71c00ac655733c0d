"""What the tests of the latent explorer do with its page."""

from pathlib import Path

from playwright.sync_api import Locator, Page

from watch import box


def opened(page: Page, made: Path) -> Page:
    page.goto((made / "explorer.html").as_uri())
    page.wait_for_function("() => window.explorer && document.querySelector('#code').textContent")
    return page


def choose_model(page: Page, name: str) -> None:
    page.locator("#models").get_by_text(name, exact=True).click()
    page.wait_for_function("name => explorer.model.name === name", arg=name)


def drag(page: Page, what: Locator, *shares: tuple[float, float]) -> None:
    """Drags through places of an element, given as shares of its width and height."""
    what.scroll_into_view_if_needed()
    area = box(what)
    places = [(area["x"] + right * area["width"], area["y"] + down * area["height"]) for right, down in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def click(what: Locator, right: float, down: float) -> None:
    """Clicks a place of an element, given as shares of its width and height."""
    what.scroll_into_view_if_needed()
    area = box(what)
    what.click(position={"x": right * area["width"], "y": down * area["height"]})


def distance(a: list[float], b: list[float]) -> float:
    """The greatest difference between two rows of numbers."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True))
