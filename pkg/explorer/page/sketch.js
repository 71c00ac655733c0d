// A small sheet to draw a digit on, by pointer or by keys.

import { inked, side } from "./digit.js";

/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {[number, number]} Point in pixels of a digit, 0 to 28 from the top left */

const fine = 4; // paper to each side of a pixel
const radius = 1.25; // of the pen, in pixels: about as thick as MNIST's digits are
const soft = 0.5; // of its edge

/** The paper, ink 1 on 0, finer than the pixels of a digit; and the pen over it. */
export class Sketch {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} changed called after every stroke of the pen
   */
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.width = fine * side;
    this.paper = new Float32Array(this.width * this.width);
    /** @type {Point} */
    this.pen = [side / 2, side / 2];
    this.down = false;
    canvas.width = canvas.height = this.width;
    this.listen();
  }

  get empty() { return this.paper.every(ink => ink === 0); }

  clear() {
    this.paper.fill(0);
    this.changed();
  }

  /**
   * Moves the pen, and where it is down, inks the way.
   * @param {Point} to
   */
  move(to) {
    const from = this.pen, steps = Math.ceil(fine * Math.hypot(to[0] - from[0], to[1] - from[1])) || 1;
    this.pen = to;
    if (this.down) {
      for (let i = 0; i <= steps; i++) this.dab(from[0] + i / steps * (to[0] - from[0]), from[1] + i / steps * (to[1] - from[1]));
    }
    this.changed();
  }

  /**
   * One dot of ink.
   * @param {number} x
   * @param {number} y
   */
  dab(x, y) {
    const reach = radius + soft;
    for (let r = Math.max(0, Math.floor(fine * (y - reach))); r < Math.min(this.width, fine * (y + reach)); r++) {
      for (let c = Math.max(0, Math.floor(fine * (x - reach))); c < Math.min(this.width, fine * (x + reach)); c++) {
        const away = Math.hypot((c + 0.5) / fine - x, (r + 0.5) / fine - y);
        const ink = Math.min(Math.max((reach - away) / soft, 0), 1), at = r * this.width + c;
        this.paper[at] = Math.max(this.paper[at], ink);
      }
    }
  }

  /** @param {Theme} theme */
  draw(theme) {
    const pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    pen.putImageData(inked(this.paper, this.width, theme), 0, 0);
    if (document.activeElement !== this.canvas) return;
    pen.strokeStyle = theme.second;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.arc(fine * this.pen[0], fine * this.pen[1], fine * (radius + (this.down ? 0.5 : 1)), 0, 2 * Math.PI);
    if (this.down) pen.fillStyle = theme.second, pen.fill();
    pen.stroke();
  }

  listen() {
    const { canvas } = this;
    /** @type {(e: PointerEvent) => Point} */
    const place = e => {
      const box = canvas.getBoundingClientRect();
      return [(e.clientX - box.left) / box.width * side, (e.clientY - box.top) / box.height * side];
    };
    canvas.addEventListener("pointerdown", e => {
      canvas.setPointerCapture(e.pointerId);
      this.pen = place(e);
      this.down = true;
      this.move(this.pen);
    });
    canvas.addEventListener("pointermove", e => {
      if (!canvas.hasPointerCapture(e.pointerId)) return;
      for (const part of e.getCoalescedEvents()) this.move(place(part));
      this.move(place(e));
    });
    canvas.addEventListener("lostpointercapture", () => {
      this.down = false;
      this.changed();
    });
    canvas.addEventListener("keydown", e => this.key(e));
    canvas.addEventListener("focus", this.changed);
    canvas.addEventListener("blur", () => {
      this.down = false;
      this.changed();
    });
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    /** @type {Record<string, Point>} */
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const by = arrows[e.key], inside = (/** @type {number} */ v) => Math.min(Math.max(v, 1), side - 1);
    if (by) this.move([inside(this.pen[0] + by[0]), inside(this.pen[1] + by[1])]);
    else if (e.key === " " || e.key === "Enter") {
      this.down = !this.down;
      this.move(this.pen);
    } else if (e.key === "Delete" || e.key === "Backspace") this.clear();
    else return;
    e.preventDefault();
  }
}
