"""The latent explorer in a browser: its numbers beside Go's."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from explorerpage import choose_model, distance
from watch import said

MODELS = ["autoencoder", "PCA", "VAE", "GAN"]
ENCODE = ["autoencoder", "PCA", "VAE"]


@pytest.mark.parametrize("name", MODELS)
def test_the_decoder_agrees_with_go(explorer: Page, expected: dict[str, Any], name: str) -> None:
    choose_model(explorer, name)
    digits = explorer.evaluate("places => places.map(z => Array.from(explorer.model.decode(z)))", expected[name]["places"])
    worst = max(distance(ours, theirs) for ours, theirs in zip(digits, expected[name]["digits"], strict=True))
    print(f"\n{name}: {len(digits)} decoded digits, at most {worst:.1e} from Go's in a pixel")
    assert worst <= 0.5 / 255  # half a grey level of a screen


@pytest.mark.parametrize("name", ENCODE)
def test_the_encoder_agrees_with_go(explorer: Page, expected: dict[str, Any], name: str) -> None:
    choose_model(explorer, name)
    codes = explorer.evaluate("images => images.map(x => explorer.model.encode(x).mean)", expected[name]["images"])
    worst = max(distance(ours, theirs) for ours, theirs in zip(codes, expected[name]["codes"], strict=True))
    span = explorer.evaluate("() => explorer.model.span.XMax - explorer.model.span.XMin")
    print(f"\n{name}: {len(codes)} codes, at most {worst:.1e} from Go's, on a plane {span:.1f} wide")
    assert worst <= span / 500  # about a pixel of the plane


def test_the_deviations_agree_with_go(explorer: Page, expected: dict[str, Any]) -> None:
    """By the KL, which is made of means and deviations."""
    choose_model(explorer, "VAE")
    kl = explorer.evaluate(
        """images => images.map(x => explorer.model.encode(x)).reduce((sum, { mean, deviation }) => sum + mean.reduce(
            (kl, m, k) => kl + (m * m + deviation[k] ** 2 - 1 - 2 * Math.log(deviation[k])) / 2, 0), 0) / images.length""",
        expected["VAE"]["images"],
    )
    assert kl == pytest.approx(expected["VAE"]["kl"], rel=1e-2)
    choose_model(explorer, "autoencoder")
    assert explorer.evaluate("x => explorer.model.encode(x).deviation", expected["VAE"]["images"][0]) is None


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


@pytest.mark.parametrize("name", MODELS)
def test_the_derivatives_are_those_of_the_decoder(explorer: Page, name: str) -> None:
    """Beside central differences, which Go takes."""
    choose_model(explorer, name)
    gap = explorer.evaluate(  # as a share of the steepest derivative, where that is above 1
        """() => Math.max(...explorer.model.codes.slice(0, 20).map(([x, y]) => {
            const { decoder } = explorer.model, h = 1e-2;
            const columns = decoder.jacobian([x, y]);
            const sides = [[[x + h, y], [x - h, y]], [[x, y + h], [x, y - h]]].map(pair => pair.map(z => decoder.run(z)));
            const steepest = Math.max(1, ...columns.map(column => Math.max(...column.map(Math.abs))));
            return Math.max(...columns.map((column, k) =>
                Math.max(...column.map((v, p) => Math.abs(v - (sides[k][0][p] - sides[k][1][p]) / (2 * h)))))) / steepest;
        }))"""
    )
    assert gap < 2e-3


def test_says_when_and_on_what_it_was_made(explorer: Page) -> None:
    assert re.search(r"1, 5, 6 · seed 1 · trained on .+ · \d+ \w+ \d{4} · latentlab \d+\.\d+\.\d+$", said(explorer.locator("#caption")))


def test_an_image_of_mnist_stays_as_it_is(explorer: Page, expected: dict[str, Any]) -> None:
    """Its makers have put it where centred would put it."""
    if not said(explorer.locator("#caption")).startswith("MNIST"):
        pytest.skip("there is no MNIST here: see data/README.md")
    same = 0
    for x in expected["autoencoder"]["images"]:
        again = explorer.evaluate("x => Array.from(explorer.centred(Float32Array.from(x), 28))", x)
        same += distance(x, again) < 1e-6
    # The others are not 20 high or wide in MNIST itself, or lie half-way between two pixels.
    assert same >= 0.8 * len(expected["autoencoder"]["images"])
