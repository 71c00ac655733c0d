// The latent plane: the density and the codes, which are drawn once, and over them what moves.

import { regions } from "./density.js";
import { lifted, rgb } from "./theme.js";

/** @typedef {import("./model.js").Code} Code */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./theme.js").Style} Style */
/** @typedef {import("./theme.js").Theme} Theme */
/**
 * @typedef {object} Scene what moves
 * @property {Code} here
 * @property {Code[]} walk
 * @property {Code[]} ends of the two paths, none, one or two
 * @property {Code[]} straight
 * @property {Code[]} metric
 * @property {import("./model.js").Posterior | null} drawing the code of the reader's own digit
 */

const margin = { left: 40, right: 12, top: 12, bottom: 36 };

export class Plane {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Record<number, Style>} styles of the labels
   */
  constructor(canvas, styles) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.shapes = Object.fromEntries(Object.entries(styles).map(([label, { color, outline }]) => [label, { color, path: new Path2D(outline) }]));
    this.still = document.createElement("canvas");
    this.size = 0; // in CSS's pixels, both ways
    this.span = { XMin: 0, XMax: 1, YMin: 0, YMax: 1 };
  }

  /**
   * Draws what stays as it is until the model, the size or the colours change.
   * @param {Model} model
   * @param {Theme} theme
   */
  show(model, theme) {
    this.theme = theme;
    this.span = model.span;
    this.size = this.canvas.clientWidth;
    if (this.size === 0) return; // as on a slide that is not shown yet
    const scale = window.devicePixelRatio;
    this.canvas.width = this.canvas.height = this.still.width = this.still.height = Math.round(this.size * scale);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.still.getContext("2d"));
    pen.scale(scale, scale);
    pen.fillStyle = theme.paper;
    pen.fillRect(0, 0, this.size, this.size);
    if (model.density) this.drawDensity(pen, model.density, theme);
    this.drawAxes(pen, theme);
    const radius = Math.max(3, this.size / 130);
    for (const [i, z] of model.codes.entries()) this.drawCode(pen, z, this.shapes[model.labels[i]], radius, theme);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Float32Array} density
   * @param {Theme} theme
   */
  drawDensity(pen, density, theme) {
    const { left, top, width, height } = this.frame(), picture = document.createElement("canvas");
    picture.width = picture.height = Math.round(width * window.devicePixelRatio);
    picture.getContext("2d")?.putImageData(regions(density, picture.width, rgb(theme.accent)), 0, 0);
    pen.drawImage(picture, left, top, width, height);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Code} z
   * @param {{color: string, path: Path2D} | undefined} shape
   * @param {number} radius
   * @param {Theme} theme
   */
  drawCode(pen, z, shape, radius, theme) {
    pen.save();
    pen.translate(this.x(z), this.y(z));
    pen.scale(radius, radius);
    pen.fillStyle = shape ? lifted(shape.color, theme.ink, theme.lift) : theme.ink;
    pen.strokeStyle = theme.paper; // an edge that keeps neighbours apart
    pen.lineWidth = 0.35;
    const path = shape?.path ?? this.shapes[1].path;
    pen.stroke(path);
    pen.globalAlpha = 0.85;
    pen.fill(path);
    pen.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Theme} theme
   */
  drawAxes(pen, theme) {
    const { left, top, width, height } = this.frame(), { XMin, XMax, YMin, YMax } = this.span;
    pen.strokeStyle = theme.rule;
    pen.strokeRect(left, top, width, height);
    pen.fillStyle = theme.faint;
    pen.font = "13px system-ui, sans-serif";
    pen.textAlign = "center";
    for (const v of ticks(XMin, XMax)) pen.fillText(rounded(v), this.x([v, 0]), top + height + 16);
    pen.textAlign = "right";
    for (const v of ticks(YMin, YMax)) pen.fillText(rounded(v), left - 6, this.y([0, v]) + 4);
    pen.fillStyle = theme.ink;
    pen.font = "italic 15px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillText("z₁", left + width / 2, top + height + 32);
    pen.fillText("z₂", 10, top + height / 2);
  }

  /**
   * Draws all, with what moves.
   * @param {Scene} scene
   */
  draw(scene) {
    const { pen, theme } = this, scale = window.devicePixelRatio, { left, top, width, height } = this.frame();
    if (!theme || this.size === 0) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.still, 0, 0);
    pen.scale(scale, scale);
    this.drawLine(scene.walk, theme, theme.ink, 2, [2, 4]);
    this.drawLine(scene.straight, theme, theme.ink, 2.5, [9, 5]);
    this.drawLine(scene.metric, theme, theme.second, 3.5, []);
    scene.ends.forEach((z, i) => this.drawMark(z, "AB"[i], theme));
    if (scene.drawing?.deviation) this.drawEllipse(scene.drawing.mean, scene.drawing.deviation, theme);
    if (scene.drawing) this.drawMark(scene.drawing.mean, "✎", theme);
    const x = this.x(scene.here), y = this.y(scene.here);
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1;
    pen.globalAlpha = 0.55;
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, top + height);
    pen.moveTo(left, y);
    pen.lineTo(left + width, y);
    pen.stroke();
    pen.globalAlpha = 1;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, 6, 0, 2 * Math.PI);
    pen.stroke();
  }

  /**
   * @param {Code[]} path
   * @param {Theme} theme
   * @param {string} color
   * @param {number} width
   * @param {number[]} dashes
   */
  drawLine(path, theme, color, width, dashes) {
    if (path.length < 2) return;
    const { pen } = this;
    pen.beginPath();
    for (const z of path) pen.lineTo(this.x(z), this.y(z));
    pen.lineJoin = "round";
    pen.setLineDash([]);
    pen.strokeStyle = theme.paper;
    pen.globalAlpha = 0.8;
    pen.lineWidth = width + 3;
    pen.stroke();
    pen.globalAlpha = 1;
    pen.setLineDash(dashes);
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.stroke();
    pen.setLineDash([]);
  }

  /**
   * What holds 95 % of a Gaussian's mass.
   * @param {Code} mean
   * @param {[number, number]} deviation along the axes
   * @param {Theme} theme
   */
  drawEllipse(mean, deviation, theme) {
    const { pen } = this, x = this.x(mean), y = this.y(mean), radius = Math.sqrt(-2 * Math.log(0.05)); // in deviations
    const { left, top, width, height } = this.frame();
    const end = /** @type {Code} */ (mean.map((m, k) => m + radius * deviation[k]));
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.beginPath();
    pen.ellipse(x, y, this.x(end) - x, y - this.y(end), 0, 0, 2 * Math.PI);
    pen.globalAlpha = 0.25;
    pen.fillStyle = theme.second;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = theme.second;
    pen.lineWidth = 2.5;
    pen.stroke();
    pen.restore();
  }

  /**
   * A letter in a disc.
   * @param {Code} z
   * @param {string} letter
   * @param {Theme} theme
   */
  drawMark(z, letter, theme) {
    const { pen } = this, x = this.x(z), y = this.y(z);
    pen.beginPath();
    pen.arc(x, y, 10, 0, 2 * Math.PI);
    pen.fillStyle = theme.ink;
    pen.fill();
    pen.strokeStyle = theme.paper;
    pen.lineWidth = 2;
    pen.stroke();
    pen.fillStyle = theme.paper;
    pen.font = "bold 13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillText(letter, x, y + 4.5);
  }

  frame() {
    const { left, right, top, bottom } = margin;
    return { left, top, width: this.size - left - right, height: this.size - top - bottom };
  }

  /** @param {Code} z */
  x([x]) {
    const { left, width } = this.frame(), { XMin, XMax } = this.span;
    return left + (x - XMin) / (XMax - XMin) * width;
  }

  /** @param {Code} z */
  y([, y]) {
    const { top, height } = this.frame(), { YMin, YMax } = this.span;
    return top + (YMax - y) / (YMax - YMin) * height;
  }

  /**
   * The code under a pointer, or the nearest that is on the plane.
   * @param {{clientX: number, clientY: number}} pointer
   * @returns {Code}
   */
  place({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect(), { left, top, width, height } = this.frame(), { XMin, XMax, YMin, YMax } = this.span;
    const right = clamp((clientX - box.left - left) / width), down = clamp((clientY - box.top - top) / height);
    return [XMin + right * (XMax - XMin), YMax - down * (YMax - YMin)];
  }

  /**
   * The code some steps away, of which a hundred cross the plane.
   * @param {Code} z
   * @param {Code} direction
   * @param {number} steps
   * @returns {Code}
   */
  beside(z, direction, steps) {
    const { XMin, XMax, YMin, YMax } = this.span;
    const x = clamp((z[0] - XMin) / (XMax - XMin) + direction[0] * steps / 100);
    const y = clamp((z[1] - YMin) / (YMax - YMin) + direction[1] * steps / 100);
    return [XMin + x * (XMax - XMin), YMin + y * (YMax - YMin)];
  }
}

/** @param {number} share */
function clamp(share) { return Math.min(Math.max(share, 0), 1); }

/**
 * Round numbers between low and high, about five.
 * @param {number} low
 * @param {number} high
 */
function ticks(low, high) {
  const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find(s => s * power >= 0.75 * rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** @param {number} v */
function rounded(v) { return String(Number(v.toPrecision(4))).replace("-", "−"); }
