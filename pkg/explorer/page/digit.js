// Images of digits on canvases, pixel by pixel.

import { rgb } from "./theme.js";

/** @typedef {import("./theme.js").Theme} Theme */

export const side = 28;

/**
 * Draws images side by side, one pixel apart, ink on paper.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>[]} images 784 pixels each, ink 1 on paper 0, cut off there
 * @param {Theme} theme
 */
export function drawDigits(canvas, images, theme) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  canvas.width = Math.max(images.length, 1) * (side + 1) - 1;
  canvas.height = side;
  images.forEach((image, i) => pen.putImageData(inked(image, side, theme), i * (side + 1), 0));
}

/**
 * Pixels, ink 1 on paper 0, in the colours of the page.
 * @param {ArrayLike<number>} pixels
 * @param {number} width and height
 * @param {Theme} theme
 */
export function inked(pixels, width, theme) {
  const paper = rgb(theme.paper), ink = rgb(theme.ink), image = new ImageData(width, width);
  for (let i = 0; i < pixels.length; i++) {
    const t = Math.min(Math.max(pixels[i], 0), 1);
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = paper[k] + t * (ink[k] - paper[k]);
    image.data[4 * i + 3] = 255;
  }
  return image;
}
