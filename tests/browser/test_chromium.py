"""That the tests in the browser would notice what they watch for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from watch import Watch


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[BrowserContext]:
    """A context that no fixture watches."""
    context = browser.new_context()
    yield context
    context.close()


def test_a_picture_from_elsewhere_is_noticed(unwatched: BrowserContext) -> None:
    watched, page = Watch(unwatched), unwatched.new_page()
    page.set_content('<img src="https://example.org/digit.png">')
    assert watched.left == ["https://example.org/digit.png"]
    with pytest.raises(AssertionError, match="left this machine"):
        watched.check()


def test_errors_are_noticed_but_for_known_ones(unwatched: BrowserContext) -> None:
    watched, page = Watch(unwatched, ("a known one",)), unwatched.new_page()
    page.evaluate("() => { console.error('a known one, of 1'); console.error('of ours'); console.log('no error') }")
    page.evaluate("() => { setTimeout(() => { throw new Error('thrown') }) }")
    page.wait_for_function("() => true")
    assert [text.partition(" (")[0] for text in watched.errors] == ["of ours", "thrown"]
    with pytest.raises(AssertionError, match="of ours"):
        watched.check()


def test_what_is_in_the_page_is_no_request_elsewhere(page: Page) -> None:
    page.set_content('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">')
    page.wait_for_function("() => document.images[0].naturalWidth === 1")
