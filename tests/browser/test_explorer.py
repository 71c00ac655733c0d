"""The latent explorer in a browser: all that one can do with it."""

import re

import pytest
from playwright.sync_api import Page

from explorerpage import choose_model, click, drag
from watch import box, said, screenshot


def test_the_digit_follows_the_pointer(explorer: Page) -> None:
    plane, digit = explorer.locator("#plane"), "() => document.querySelector('#digit').toDataURL()"
    seen = set()
    for right, down in ((0.2, 0.3), (0.8, 0.5), (0.5, 0.9)):
        plane.hover(position={"x": right * box(plane)["width"], "y": down * box(plane)["height"]})
        explorer.wait_for_function("() => explorer.image.every((v, i) => v === explorer.model.decode(explorer.here)[i])")
        seen.add((said(explorer.locator("#code")), explorer.evaluate(digit)))
    assert len({code for code, _ in seen}) == len({picture for _, picture in seen}) == 3


def test_a_drag_is_a_walk_that_plays(explorer: Page) -> None:
    play, plane = explorer.locator("#play"), explorer.locator("#plane")
    assert "tour" in said(play)
    drag(explorer, plane, (0.3, 0.3), (0.6, 0.3), (0.6, 0.7))
    walk = explorer.evaluate("() => explorer.player.walk.codes")
    assert len(walk) > 5
    assert walk[-1] == pytest.approx(explorer.evaluate("() => explorer.here"))
    assert explorer.evaluate("() => explorer.pair.ends") == [], "a drag is no click"
    play.click()
    explorer.wait_for_function("() => explorer.player.share > 0.1 && explorer.player.share < 0.9")
    explorer.wait_for_function("() => explorer.player.share === 1 && !explorer.player.playing")
    assert explorer.evaluate("() => explorer.here") == pytest.approx(walk[-1])
    explorer.locator("#share").fill("0")
    assert explorer.evaluate("() => explorer.here") == pytest.approx(walk[0])
    explorer.get_by_role("button", name="Back to the tour").click()
    assert "tour" in said(play)


def test_two_clicks_are_two_paths(explorer: Page) -> None:
    plane = explorer.locator("#plane")
    click(plane, 0.3, 0.3)
    click(plane, 0.75, 0.7)
    explorer.wait_for_function("() => explorer.pair.found && document.querySelector('#metric-length').textContent", timeout=60_000)
    found = explorer.evaluate("() => explorer.pair.found")
    assert found["metricLength"] <= found["straightLength"]
    assert f"{found['straightLength']:.2f}" in said(explorer.locator("#straight-length"))
    assert f"{found['metricLength']:.2f}" in said(explorer.locator("#metric-length"))
    for name in ("straight", "metric"):
        strip = explorer.locator(f"#{name}")
        assert (strip.get_attribute("aria-label") or "").startswith(f"Nine digits along the {name} path from (")
        assert strip.evaluate("c => [c.width, c.height]") == [9 * 29 - 1, 28]
    screenshot(explorer.locator("body"), "explorer-paths")
    click(plane, 0.5, 0.5)
    assert explorer.evaluate("() => [explorer.pair.ends.length, explorer.pair.metric.length]") == [1, 0]


def test_a_drawing_is_encoded_as_mnist_would_have_it(explorer: Page) -> None:
    # A small six in a corner of the sheet.
    drag(explorer, explorer.locator("#sketch"), (0.35, 0.1), (0.2, 0.25), (0.2, 0.45), (0.4, 0.45), (0.4, 0.3), (0.2, 0.3))
    explorer.wait_for_function("() => explorer.drawing.code")
    x = explorer.evaluate("() => Array.from(explorer.drawing.input)")
    inked = [(i % 28, i // 28, v) for i, v in enumerate(x) if v > 0]
    for axis in (0, 1):
        values = [place[axis] for place in inked]
        assert max(values) - min(values) < 20
        centre = sum(place[axis] * place[2] for place in inked) / sum(x)
        assert centre == pytest.approx(14, abs=0.51)
    assert max(max(v) - min(v) for v in zip(*[(c, r) for c, r, _ in inked], strict=True)) >= 18
    code = explorer.evaluate("() => explorer.drawing.code.mean")
    assert code == pytest.approx(explorer.evaluate("() => explorer.model.encode(explorer.drawing.input).mean"))
    assert said(explorer.locator("#drawn")).startswith("z = f(x) = (")
    blank = "() => new Set(document.querySelector('#output').getContext('2d').getImageData(0, 0, 28, 28).data).size"
    assert explorer.evaluate(blank) > 10
    screenshot(explorer.locator("#drawing"), "explorer-drawing")
    explorer.get_by_role("button", name="Wipe").click()
    explorer.wait_for_function("() => explorer.drawing.code === null")


def test_a_drawing_has_an_ellipse_in_a_vae(explorer: Page) -> None:
    choose_model(explorer, "VAE")
    drag(explorer, explorer.locator("#sketch"), (0.5, 0.2), (0.5, 0.8))
    explorer.wait_for_function("() => explorer.drawing.code")
    assert re.match(r"μ = \(.+, .+\), σ = \(.+, .+\); squared error", said(explorer.locator("#drawn")))
    seen = "() => document.querySelector('#plane').toDataURL()"
    with_ellipse = explorer.evaluate(seen)
    screenshot(explorer.locator("body"), "explorer-vae")
    explorer.evaluate("() => { explorer.drawing.code.deviation = null; explorer.look(explorer.here); }")
    explorer.wait_for_function(f"before => ({seen})() !== before", arg=with_ellipse)


def test_the_switch_shows_pca(explorer: Page) -> None:
    before = explorer.evaluate("() => document.querySelector('#plane').toDataURL()")
    explorer.get_by_label("autoencoder").focus()
    explorer.keyboard.press("ArrowRight")
    explorer.wait_for_function("() => explorer.model.name === 'PCA'")
    explorer.wait_for_function("before => document.querySelector('#plane').toDataURL() !== before", arg=before)
    assert explorer.evaluate("() => explorer.model.decoder.layers.length") == 1
    screenshot(explorer.locator("body"), "explorer-pca")


def test_a_model_may_lack_all_but_a_decoder(explorer: Page) -> None:
    """As a GAN does, which knows no codes of images."""
    explorer.evaluate("() => Object.assign(explorer.models.find(m => m.name === 'GAN'), { density: null })")
    choose_model(explorer, "GAN")
    explorer.locator("#drawing").wait_for(state="hidden")
    assert explorer.locator("#play").is_disabled()
    explorer.locator("#plane").focus()
    explorer.keyboard.press("ArrowLeft")
    explorer.wait_for_function("() => document.querySelector('#near').textContent === ''")
    drag(explorer, explorer.locator("#plane"), (0.3, 0.3), (0.6, 0.7))
    assert explorer.locator("#play").is_enabled()
    choose_model(explorer, "autoencoder")
    explorer.locator("#drawing").wait_for(state="visible")


def test_all_of_it_by_keys(explorer: Page) -> None:
    reached = []
    for _ in range(12):
        explorer.keyboard.press("Tab")
        reached.append(explorer.evaluate("() => document.activeElement.id || document.activeElement.name"))
    assert reached[:10] == ["model", "plane", "play", "record", "tour", "share", "choose", "clear", "sketch", "wipe"]
    here = "() => explorer.here"
    explorer.locator("#plane").focus()
    start = explorer.evaluate(here)
    explorer.keyboard.press("ArrowRight")
    explorer.keyboard.press("Shift+ArrowUp")
    moved = explorer.evaluate(here)
    span = explorer.evaluate("() => explorer.model.span")
    assert moved[0] - start[0] == pytest.approx((span["XMax"] - span["XMin"]) / 100)
    assert moved[1] - start[1] == pytest.approx((span["YMax"] - span["YMin"]) / 20)
    explorer.keyboard.press("Enter")
    explorer.keyboard.press("Space")
    for key in ("Shift+ArrowDown", "Shift+ArrowLeft", "Shift+ArrowDown"):
        explorer.keyboard.press(key)
    explorer.keyboard.press("Enter")
    explorer.keyboard.press("Space")
    explorer.wait_for_function("() => explorer.pair.found", timeout=60_000)
    assert explorer.evaluate("() => explorer.player.walk.codes.length") == 4
    assert explorer.evaluate("() => [explorer.pair.ends, explorer.player.recording]") == [[moved, explorer.evaluate(here)], False]
    explorer.keyboard.press("p")
    explorer.wait_for_function("() => explorer.player.share === 1")
    explorer.wait_for_function("() => document.querySelector('#said').textContent.startsWith('z = (')")
    explorer.keyboard.press("Escape")
    assert explorer.evaluate("() => explorer.pair.ends.length") == 0
    explorer.locator("#sketch").focus()
    explorer.keyboard.press("Space")
    for _ in range(8):
        explorer.keyboard.press("ArrowDown")
    explorer.keyboard.press("Space")
    explorer.keyboard.press("ArrowRight")
    explorer.wait_for_function("() => explorer.drawing.code")
    explorer.keyboard.press("Delete")
    explorer.wait_for_function("() => explorer.drawing.code === null")


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
def test_by_touch(explorer: Page) -> None:
    page, area = explorer, box(explorer.locator("#plane"))

    def place(right: float, down: float) -> dict[str, float]:
        return {"x": area["x"] + right * area["width"], "y": area["y"] + down * area["height"]}

    page.touchscreen.tap(*place(0.3, 0.3).values())
    page.touchscreen.tap(*place(0.8, 0.6).values())
    assert page.evaluate("() => explorer.pair.ends.length") == 2
    fingers = page.context.new_cdp_session(page)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place(0.3, 0.2)]})
    for step in range(1, 11):
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place(0.3, 0.2 + 0.06 * step)]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => explorer.player.drawn && explorer.player.walk.codes.length > 3")
    assert page.evaluate("() => scrollY") == 0, "a finger on the plane walks and does not scroll"
    walk = page.evaluate("() => explorer.player.walk.codes")
    assert walk[0][1] > walk[-1][1]
