"""The latent explorer in a browser: how it looks, how large and how fast it is."""

import json
import statistics
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from explorerpage import opened
from watch import AXE, ROOT, screenshot

Scheme = Literal["light", "dark"]
OTHER: dict[Scheme, Scheme] = {"light": "dark", "dark": "light"}
FRAMES = ROOT / "out" / "explorer-frames.json"


def look(page: Page, made: Path, scheme: Scheme, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 820})
    opened(page, made)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_light_and_dark_wide_and_narrow(page: Page, made: Path, scheme: Scheme, width: int) -> None:
    look(page, made, scheme, width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    corner = "() => document.querySelector('#plane').getContext('2d').getImageData(2, 2, 1, 1).data[0]"
    assert (page.evaluate(corner) > 128) == (scheme == "light")
    screenshot(page.locator("body"), f"explorer-{scheme}-{width}")
    other = OTHER[scheme]
    page.emulate_media(color_scheme=other)
    page.wait_for_function(f"() => (({corner})() > 128) === {json.dumps(other == 'light')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing_serious(page: Page, made: Path, scheme: Scheme, width: int) -> None:
    look(page, made, scheme, width)
    page.add_script_tag(path=AXE)
    found = page.evaluate("() => axe.run()")
    grave = [
        f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
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


def test_is_one_file(page: Page, made: Path) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, made)
    assert asked == [(made / "explorer.html").as_uri()]


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
                const clientX = box.left + box.width * (0.5 + 0.4 * Math.cos(i / 20));
                const clientY = box.top + box.height * (0.5 + 0.4 * Math.sin(i / 13));
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
        **{
            f"{name}_{what}_ms": round(f(times[key]), 2)
            for key, name in (("work", "script"), ("between", "frame"))
            for what, f in (("median", statistics.median), ("worst", max))
        },
    }
    FRAMES.parent.mkdir(exist_ok=True)
    FRAMES.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"\n{found}")
    assert len(times["work"]) >= 400, "each move of the pointer draws a frame"
