// Two points, and between them the straight path and the metric one.

import { button, canvas, write, written } from "./dom.js";
import { drawDigits } from "./digit.js";
import { metricPath, straight } from "./path.js";

/** @typedef {import("./model.js").Code} Code */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./path.js").Pair} Lengths */
/** @typedef {import("./theme.js").Theme} Theme */

const points = 33; // of a path
const shown = 4; // every fourth of them is

export class Pair {
  /**
   * @param {Model} model
   * @param {() => Code} here where one is
   * @param {() => void} changed
   */
  constructor(model, here, changed) {
    this.model = model;
    this.changed = changed;
    /** @type {Code[]} */
    this.ends = [];
    /** @type {Code[]} */
    this.straight = [];
    /** @type {Code[]} */
    this.metric = [];
    /** @type {ReturnType<typeof metricPath> | null} */
    this.search = null;
    /** @type {Lengths | null} */
    this.found = null;
    this.stale = true;
    button("choose", () => this.choose(here()));
    button("clear", () => this.clear());
  }

  /** @param {Model} model */
  show(model) {
    this.model = model;
    this.clear();
  }

  clear() {
    this.ends = [];
    this.straight = this.metric = [];
    this.search = this.found = null;
    this.stale = true;
    this.changed();
  }

  /**
   * The first point or the second; after two, the first of the next pair.
   * @param {Code} z
   */
  choose(z) {
    if (this.ends.length === 2) this.clear();
    this.ends.push(z);
    if (this.ends.length === 2) {
      const [a, b] = this.ends;
      this.straight = this.metric = straight(a, b, points);
      this.search = metricPath(this.model.decoder, a, b, points);
    }
    this.stale = true;
    this.changed();
  }

  /**
   * Searches on for so many milliseconds. The path can be seen to settle.
   * @param {number} time
   */
  work(time) {
    const end = performance.now() + time;
    while (this.search && performance.now() < end) {
      const { done, value } = this.search.next();
      if (done) {
        this.found = value;
        this.straight = value.straight;
        this.metric = value.metric;
        this.search = null;
      } else if (value) {
        this.metric = value;
      } else continue;
      this.stale = true;
    }
  }

  /** @param {Theme} theme */
  draw(theme) {
    if (!this.stale) return;
    this.stale = false;
    const [a, b] = this.ends;
    for (const [id, path] of /** @type {const} */ ([["straight", this.straight], ["metric", this.metric]])) {
      const codes = path.filter((_, i) => i % shown === 0), strip = canvas(id);
      drawDigits(strip, codes.length ? codes.map(z => this.model.decode(z)) : Array(9).fill(new Float32Array(784)), theme);
      strip.setAttribute("aria-label", b ? `Nine digits along the ${id} path from ${written(a)} to ${written(b)}` : `The ${id} path: no points are chosen yet`);
    }
    write("straight-length", this.found ? `, length ${this.found.straightLength.toFixed(2)}` : "");
    write("metric-length", this.found ? `, length ${this.found.metricLength.toFixed(2)}, ${shorter(this.found)}` : "");
    write("choose", b ? "Choose a new A here" : a ? "Choose B here" : "Choose A here");
    write("pair-hint", b ? (this.found ? "" : "Searching for a shorter way …") : a ? "Click where B shall be." : "Click two points on the plane.");
  }
}

/** @param {Lengths} pair */
function shorter({ straightLength, metricLength }) {
  const percent = 100 * (1 - metricLength / straightLength);
  return percent > 0 ? `${percent.toFixed(1)} % shorter` : "no shorter way was found";
}
