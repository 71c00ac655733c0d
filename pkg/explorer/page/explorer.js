// The page: what it shows, and what happens when somebody moves.

import { canvas, element, write, written } from "./dom.js";
import { centred } from "./centre.js";
import { drawDigits } from "./digit.js";
import { Drawing } from "./drawing.js";
import { listen } from "./gestures.js";
import { metricPath } from "./path.js";
import { Model } from "./model.js";
import { Pair } from "./pair.js";
import { Plane } from "./plane.js";
import { Player } from "./player.js";
import { lifted, theme } from "./theme.js";

/** @typedef {import("./model.js").Code} Code */
/** @typedef {{caption: string, styles: Record<number, import("./theme.js").Style>, models: import("./model.js").ModelText[]}} Data */

/** @type {Data} */
const data = JSON.parse(element("data", HTMLScriptElement).text);
const models = data.models.map(text => new Model(text));
const plane = new Plane(canvas("plane"), data.styles);
const patience = 12; // milliseconds of a frame, which has 16, for what is not drawing

let model = models[0];
let here = model.codes[0];
let colors = theme();
let image = new Float32Array(784);
let waiting = false; // for the next frame

const player = new Player(() => here, look);
const pair = new Pair(model, () => here, later);
const drawing = new Drawing(model, later);

/** Draws with the next frame, however often it is asked to. */
function later() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(frame);
}

/** @param {number} time */
function frame(time) {
  waiting = false;
  player.frame(time);
  pair.work(patience);
  image = model.decode(here);
  drawDigits(canvas("digit"), [image], colors);
  pair.draw(colors);
  drawing.draw(colors);
  plane.draw({
    here, walk: player.walk.codes, ends: pair.ends, straight: pair.straight, metric: pair.metric, drawing: drawing.code,
  });
  write("code", `z = ${written(here)}`);
  write("near", near());
  if (player.playing || pair.search) later();
}

/**
 * Goes to a place.
 * @param {Code} z
 */
function look(z) {
  here = z;
  if (player.recording) player.add(z);
  later();
  sayLater();
}

/** What is near, in words. */
function near() {
  const label = model.nearest(here);
  return label === undefined ? "" : `nearest code: a ${label}`;
}

let saying = 0;

/** Tells those who do not see the plane where they are, once they have come to rest. */
function sayLater() {
  clearTimeout(saying);
  saying = window.setTimeout(() => write("said", `z = ${written(here)}, ${near()}`), 400);
}

listen(plane, {
  here: () => here,
  hover: z => { if (!player.playing) look(z); },
  look: z => {
    player.stop();
    look(z);
  },
  begin: z => player.begin(z),
  go: z => {
    player.add(z);
    look(z);
  },
  choose: z => pair.choose(z),
  record: () => player.record(),
  play: () => player.toggle(),
  clear: () => {
    pair.clear();
    player.reset();
  },
});

/** @param {Model} chosen */
function show(chosen) {
  model = chosen;
  here = model.codes[0];
  player.show(model);
  pair.show(model);
  drawing.show(model);
  redraw();
}

/** Draws all anew, in the colours and the size of now. */
function redraw() {
  colors = theme();
  plane.show(model, colors);
  pair.stale = drawing.stale = true;
  later();
}

/** The switch between the models, and the key to the digits' colours. */
function label() {
  for (const [i, each] of models.entries()) {
    const choice = document.createElement("label"), input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "model", checked: i === 0 });
    input.addEventListener("change", () => show(each));
    choice.append(input, document.createElement("span"));
    choice.lastElementChild?.append(each.name);
    element("models", HTMLElement).append(choice);
  }
  for (const kind of [...new Set(models.flatMap(each => each.labels))].sort((a, b) => a - b)) {
    const { color, outline } = data.styles[kind], key = document.createElement("li");
    key.innerHTML = `<svg viewBox="-1.6 -1.6 3.2 3.2" aria-hidden="true"><path d="${outline}" style="fill: ${lifted(color, "var(--ink)", "var(--lift)")}"/></svg> ${kind}`;
    element("mass", HTMLElement).before(key);
  }
  write("caption", data.caption);
}

/** A page inside another one is as high as it needs to be. */
function fit() {
  const outside = /** @type {HTMLElement | null} */ (window.frameElement);
  if (outside) outside.style.height = `${document.body.scrollHeight + 2}px`;
}

label();
show(model);
new ResizeObserver(redraw).observe(plane.canvas);
new ResizeObserver(fit).observe(document.body);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

// For the browser's console, and for the tests: explorer.decode([0, 1]).
Object.assign(window, {
  explorer: {
    get model() { return model; },
    get here() { return here; },
    get image() { return image; },
    models, pair, player, drawing, look, centred, metricPath,
  },
});
