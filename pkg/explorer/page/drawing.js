// The reader's own digit: drawn, put in MNIST's form, encoded and decoded again.

import { button, canvas, element, write, written } from "./dom.js";
import { centred } from "./centre.js";
import { drawDigits } from "./digit.js";
import { Sketch } from "./sketch.js";

/** @typedef {import("./model.js").Posterior} Posterior */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./theme.js").Theme} Theme */

export class Drawing {
  /**
   * @param {Model} model
   * @param {() => void} changed
   */
  constructor(model, changed) {
    this.model = model;
    this.stale = true;
    /** @type {Posterior | null} */
    this.code = null;
    this.input = new Float32Array(784);
    this.sketch = new Sketch(canvas("sketch"), () => {
      this.stale = true;
      changed();
    });
    button("wipe", () => this.sketch.clear());
  }

  /** @param {Model} model */
  show(model) {
    this.model = model;
    this.stale = true;
    element("drawing", HTMLElement).hidden = !model.encoder;
  }

  /**
   * Encodes what is drawn, where it has changed.
   * @param {Theme} theme
   */
  draw(theme) {
    if (!this.stale) return;
    this.stale = false;
    const { sketch, model } = this;
    sketch.draw(theme);
    this.input = centred(sketch.paper, sketch.width);
    this.code = sketch.empty ? null : model.encode(this.input);
    const image = this.code ? model.decode(this.code.mean) : new Float32Array(784);
    drawDigits(canvas("input"), [this.input], theme);
    drawDigits(canvas("output"), [image], theme);
    const error = image.reduce((sum, v, i) => sum + (v - this.input[i]) ** 2, 0) / image.length;
    write("drawn", this.code ? `${where(this.code)}; squared error ${error.toFixed(3)} per pixel` : "Draw a digit on the left sheet.");
  }
}

/**
 * A code as one reads it, with its deviations where it has some.
 * @param {Posterior} code
 */
function where({ mean, deviation }) {
  return deviation ? `μ = ${written(mean)}, σ = ${written(deviation)}` : `z = f(x) = ${written(mean)}`;
}
