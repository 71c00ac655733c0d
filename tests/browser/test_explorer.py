"""The latent explorer in a browser: its numbers beside Go's, and all that one can do with it."""

import json
import statistics
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

import chromium

ROOT = Path(__file__).resolve().parents[2]
FRAMES = ROOT / "out" / "explorer-frames.json"
MODELS = ["autoencoder", "PCA"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with explorer.html, and in expected.json what Go computes."""
    directory = tmp_path_factory.mktemp("explorer")
    subprocess.run(["go", "run", "./tests/explorer", "-out", directory], cwd=ROOT, check=True)
    return directory


@pytest.fixture(scope="session")
def expected(made: Path) -> dict[str, Any]:
    """What Go computes, by model."""
    return json.loads((made / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def explorer(page: Page, made: Path) -> Page:
    """The page, opened as a file."""
    return opened(page, made)


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
    box = what.bounding_box()
    places = [(box["x"] + right * box["width"], box["y"] + down * box["height"]) for right, down in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def click(what: Locator, right: float, down: float) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    what.click(position={"x": right * box["width"], "y": down * box["height"]})


def distance(a: list[float], b: list[float]) -> float:
    """The greatest difference between two rows of numbers."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


# Numbers beside Go's.


@pytest.mark.parametrize("name", MODELS)
def test_the_decoder_agrees_with_go(explorer: Page, expected: dict[str, Any], name: str) -> None:
    choose_model(explorer, name)
    digits = explorer.evaluate("places => places.map(z => Array.from(explorer.model.decode(z)))", expected[name]["places"])
    worst = max(distance(ours, theirs) for ours, theirs in zip(digits, expected[name]["digits"], strict=True))
    print(f"\n{name}: {len(digits)} decoded digits, at most {worst:.1e} from Go's in a pixel")
    assert worst <= 1e-3


@pytest.mark.parametrize("name", MODELS)
def test_the_encoder_agrees_with_go(explorer: Page, expected: dict[str, Any], name: str) -> None:
    choose_model(explorer, name)
    codes = explorer.evaluate("images => images.map(x => explorer.model.encode(x))", expected[name]["images"])
    worst = max(distance(ours, theirs) for ours, theirs in zip(codes, expected[name]["codes"], strict=True))
    span = explorer.evaluate("() => explorer.model.span.XMax - explorer.model.span.XMin")
    print(f"\n{name}: {len(codes)} codes, at most {worst:.1e} from Go's, on a plane {span:.1f} wide")
    assert worst <= span / 500  # about a pixel of the plane


@pytest.mark.parametrize("name", MODELS)
def test_the_paths_agree_with_go(explorer: Page, expected: dict[str, Any], name: str) -> None:
    choose_model(explorer, name)
    for pair in expected[name]["pairs"]:
        found = explorer.evaluate(
            """({ a, b }) => {
                const search = explorer.metricPath(explorer.model.decoder, a, b);
                for (;;) {
                    const { done, value } = search.next();
                    if (done) return value;
                }
            }""",
            pair,
        )
        assert found["straightLength"] == pytest.approx(pair["straight"], rel=1e-3)
        # The steps of descent differ, so the paths may a little.
        assert found["metricLength"] == pytest.approx(pair["metric"], rel=5e-3)
        assert found["metricLength"] <= found["straightLength"]
        assert found["metric"][0] == pytest.approx(pair["a"]) and found["metric"][-1] == pytest.approx(pair["b"])


def test_the_derivatives_are_those_of_the_decoder(explorer: Page) -> None:
    """Beside central differences, which Go takes."""
    gap = explorer.evaluate(
        """() => Math.max(...explorer.model.codes.slice(0, 20).map(([x, y]) => {
            const { decoder } = explorer.model, h = 1e-2;
            const columns = decoder.jacobian([x, y]);
            const sides = [[[x + h, y], [x - h, y]], [[x, y + h], [x, y - h]]].map(pair => pair.map(z => decoder.run(z)));
            return Math.max(...columns.map((column, k) =>
                Math.max(...column.map((v, p) => Math.abs(v - (sides[k][0][p] - sides[k][1][p]) / (2 * h))))));
        }))"""
    )
    assert gap < 2e-3


def test_says_its_digits_and_seed(explorer: Page) -> None:
    assert explorer.locator("#caption").text_content().endswith("1, 5, 6 · seed 1")


# What one can do.


def test_the_digit_follows_the_pointer(explorer: Page) -> None:
    plane, digit = explorer.locator("#plane"), "() => document.querySelector('#digit').toDataURL()"
    seen = set()
    for right, down in ((0.2, 0.3), (0.8, 0.5), (0.5, 0.9)):
        plane.hover(position={"x": right * plane.bounding_box()["width"], "y": down * plane.bounding_box()["height"]})
        explorer.wait_for_function("() => explorer.image.every((v, i) => v === explorer.model.decode(explorer.here)[i])")
        seen.add((explorer.locator("#code").text_content(), explorer.evaluate(digit)))
    assert len({code for code, _ in seen}) == len({picture for _, picture in seen}) == 3


def test_a_drag_is_a_walk_that_plays(explorer: Page) -> None:
    play, plane = explorer.locator("#play"), explorer.locator("#plane")
    assert "tour" in play.text_content()
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
    assert "tour" in play.text_content()


def test_two_clicks_are_two_paths(explorer: Page) -> None:
    plane = explorer.locator("#plane")
    click(plane, 0.3, 0.3)
    click(plane, 0.75, 0.7)
    explorer.wait_for_function("() => explorer.pair.found && document.querySelector('#metric-length').textContent", timeout=60_000)
    found = explorer.evaluate("() => explorer.pair.found")
    assert found["metricLength"] <= found["straightLength"]
    assert f"{found['straightLength']:.2f}" in explorer.locator("#straight-length").text_content()
    assert f"{found['metricLength']:.2f}" in explorer.locator("#metric-length").text_content()
    for name in ("straight", "metric"):
        strip = explorer.locator(f"#{name}")
        assert strip.get_attribute("aria-label").startswith(f"Nine digits along the {name} path from (")
        assert strip.evaluate("c => [c.width, c.height]") == [9 * 29 - 1, 28]
    chromium.screenshot(explorer, "explorer-paths")
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
    code = explorer.evaluate("() => explorer.drawing.code")
    assert code == pytest.approx(explorer.evaluate("() => explorer.model.encode(explorer.drawing.input)"))
    assert explorer.locator("#drawn").text_content().startswith("z = f(x) = (")
    blank = "() => new Set(document.querySelector('#output').getContext('2d').getImageData(0, 0, 28, 28).data).size"
    assert explorer.evaluate(blank) > 10
    chromium.screenshot(explorer.locator("#drawing"), "explorer-drawing")
    explorer.get_by_role("button", name="Wipe").click()
    explorer.wait_for_function("() => explorer.drawing.code === null")


def test_an_image_of_mnist_stays_as_it_is(explorer: Page, expected: dict[str, Any]) -> None:
    """Its makers have put it where centred would put it."""
    if not explorer.locator("#caption").text_content().startswith("MNIST"):
        pytest.skip("there is no MNIST here: see data/README.md")
    same = 0
    for x in expected["autoencoder"]["images"]:
        again = explorer.evaluate("x => Array.from(explorer.centred(Float32Array.from(x), 28))", x)
        same += distance(x, again) < 1e-6
    # The others are not 20 high or wide in MNIST itself, or lie half-way between two pixels.
    assert same >= 0.8 * len(expected["autoencoder"]["images"])


def test_the_switch_shows_pca(explorer: Page) -> None:
    before = explorer.evaluate("() => document.querySelector('#plane').toDataURL()")
    explorer.get_by_label("autoencoder").focus()
    explorer.keyboard.press("ArrowRight")
    explorer.wait_for_function("() => explorer.model.name === 'PCA'")
    explorer.wait_for_function("before => document.querySelector('#plane').toDataURL() !== before", arg=before)
    assert explorer.evaluate("() => explorer.model.decoder.layers.length") == 1
    chromium.screenshot(explorer, "explorer-pca")


def test_a_model_may_lack_all_but_a_decoder(explorer: Page) -> None:
    """As a GAN does, which knows no codes of images."""
    explorer.evaluate("() => Object.assign(explorer.models[1], { encoder: null, density: null, labels: [] })")
    choose_model(explorer, "PCA")
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
    page, box = explorer, explorer.locator("#plane").bounding_box()

    def place(right: float, down: float) -> dict[str, float]:
        return {"x": box["x"] + right * box["width"], "y": box["y"] + down * box["height"]}

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


# How it looks.


def look(page: Page, made: Path, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 820})
    opened(page, made)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_light_and_dark_wide_and_narrow(page: Page, made: Path, scheme: str, width: int) -> None:
    look(page, made, scheme, width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    corner = "() => document.querySelector('#plane').getContext('2d').getImageData(2, 2, 1, 1).data[0]"
    assert (page.evaluate(corner) > 128) == (scheme == "light")
    chromium.screenshot(page, f"explorer-{scheme}-{width}")
    other = {"light": "dark", "dark": "light"}[scheme]
    page.emulate_media(color_scheme=other)
    page.wait_for_function(f"() => (({corner})() > 128) === {json.dumps(other == 'light')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing_serious(page: Page, made: Path, scheme: str, width: int) -> None:
    look(page, made, scheme, width)
    page.add_script_tag(path=chromium.AXE)
    found = page.evaluate("() => axe.run()")
    grave = [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']]}" for v in found["violations"] if v["impact"] in ("serious", "critical")]
    print(f"\naxe, {scheme}, {width} wide: {len(found['passes'])} rules hold, violated: {[v['id'] for v in found['violations']]}")
    assert len(found["passes"]) > 10
    assert grave == []


def test_inside_another_page(page: Page, made: Path) -> None:
    """As a notebook or a slide shows it, which may be hidden at first: the frame becomes as high as the page."""
    page.set_content("<iframe style='display: none; width: 900px; height: 100px; border: 0'></iframe>")
    frame = page.locator("iframe")
    frame.evaluate("(frame, html) => { frame.srcdoc = html }", (made / "explorer.html").read_text(encoding="utf-8"))
    page.wait_for_function("() => document.querySelector('iframe').contentWindow.explorer?.image.some(v => v !== 0)")
    frame.evaluate("frame => { frame.style.display = 'block' }")
    frame.content_frame.locator("#code", has_text="z = (").wait_for()
    page.wait_for_function("() => document.querySelector('iframe').clientHeight > 600")
    assert frame.evaluate("f => f.contentDocument.documentElement.scrollHeight <= f.clientHeight")


# How large and how fast it is.


def test_is_one_file_under_4_mb(page: Page, made: Path) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, made)
    assert asked == [(made / "explorer.html").as_uri()]
    assert (made / "explorer.html").stat().st_size < 4_000_000


def test_frames(page: Page, made: Path) -> None:
    """How long a frame takes while the pointer moves: measured and told, not judged."""
    page.add_init_script(
        """const wait = requestAnimationFrame;
        window.work = [];
        window.requestAnimationFrame = draw => wait(time => {
            const start = performance.now();
            draw(time);
            work.push(performance.now() - start);
        });
        window.nextFrame = wait;"""
    )
    opened(page, made)
    times = page.evaluate(
        """async frames => {
            const plane = document.querySelector("#plane"), box = plane.getBoundingClientRect(), between = [];
            work.length = 0;
            let before = await new Promise(nextFrame);
            for (let i = 0; i < frames; i++) {
                const clientX = box.left + box.width * (0.5 + 0.4 * Math.cos(i / 20)), clientY = box.top + box.height * (0.5 + 0.4 * Math.sin(i / 13));
                plane.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
                const now = await new Promise(nextFrame);
                between.push(now - before);
                before = now;
            }
            return { work: [...work], between };
        }""",
        400,
    )
    found = {
        "frames": len(times["between"]),
        "page_mb": round((made / "explorer.html").stat().st_size / 1e6, 2),
        **{f"{name}_{what}_ms": round(f(times[key]), 2)
           for key, name in (("work", "script"), ("between", "frame"))
           for what, f in (("median", statistics.median), ("worst", max))},
    }
    FRAMES.parent.mkdir(exist_ok=True)
    FRAMES.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"\n{found}")
    assert len(times["work"]) >= 400, "each move of the pointer draws a frame"
