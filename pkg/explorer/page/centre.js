// What MNIST's makers did to each digit: made it as large as fits into 20 × 20 pixels and put its centre of mass into the
// middle of 28 × 28. An encoder has seen no others, so a drawing is treated the same.

import { side } from "./digit.js";

const box = 20;
const samples = 4; // to each side of a pixel

/**
 * The drawing as an image of 28 × 28 pixels; all paper where nothing is drawn.
 * @param {Float32Array} paper ink 1 on 0
 * @param {number} width of the paper, and its height
 */
export function centred(paper, width) {
  const image = new Float32Array(side * side);
  const bounds = inkBounds(paper, width);
  if (!bounds) return image;
  const { left, top, right, bottom } = bounds;
  const scale = Math.max(right - left, bottom - top) / box; // paper to a pixel
  const w = Math.ceil((right - left) / scale - 1e-9), h = Math.ceil((bottom - top) / scale - 1e-9);
  const small = new Float32Array(w * h);
  let mass = 0, x = 0, y = 0;
  for (let r = 0; r < h; r++) {
    for (let c = 0; c < w; c++) {
      const ink = average(paper, width, left + c * scale, top + r * scale, scale);
      small[r * w + c] = ink;
      mass += ink;
      x += c * ink;
      y += r * ink;
    }
  }
  const middle = side / 2; // pixel 14, as in MNIST
  const dx = Math.min(Math.max(Math.round(middle - x / mass), 0), side - w);
  const dy = Math.min(Math.max(Math.round(middle - y / mass), 0), side - h);
  for (let r = 0; r < h; r++) image.set(small.subarray(r * w, (r + 1) * w), (r + dy) * side + dx);
  return image;
}

/**
 * The smallest rectangle that holds all ink.
 * @param {Float32Array} paper
 * @param {number} width
 */
function inkBounds(paper, width) {
  let left = width, top = width, right = 0, bottom = 0;
  paper.forEach((ink, i) => {
    if (ink === 0) return;
    const x = i % width, y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  return right > left ? { left, top, right, bottom } : null;
}

/**
 * The ink in a square of the paper, as the mean of some places in it.
 * @param {Float32Array} paper
 * @param {number} width
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function average(paper, width, left, top, size) {
  let sum = 0;
  for (let i = 0; i < samples * samples; i++) {
    const x = Math.floor(left + (i % samples + 0.5) / samples * size);
    const y = Math.floor(top + (Math.floor(i / samples) + 0.5) / samples * size);
    if (x < width && y < width) sum += paper[y * width + x];
  }
  return sum / (samples * samples);
}
