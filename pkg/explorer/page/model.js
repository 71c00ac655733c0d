// The models that the page shows, out of its data.

import { halves, singles } from "./halves.js";
import { Network } from "./network.js";

/** @typedef {[number, number]} Code a place on the latent plane */
/** @typedef {{mean: Code, deviation: [number, number] | null}} Posterior where an image lies on it */
/** @typedef {{XMin: number, XMax: number, YMin: number, YMax: number}} Span a rectangle of the plane */
/** @typedef {{w: string, b: string}} LayerText weights and biases as text of 16-bit floats */
/**
 * @typedef {object} ModelText a model as pkg/explorer writes it
 * @property {string} name
 * @property {LayerText[]} [encoder] none in a GAN
 * @property {LayerText[]} decoder
 * @property {boolean} [sigmoid] whether the decoder ends in one
 * @property {string} codes 32-bit floats, two for each
 * @property {number[]} labels the digit of each code, or none at all
 * @property {Span} span what the plane shows
 * @property {string} [density] 16-bit floats, n × n from the top left, as shares of the greatest
 */

/** An encoder f, a decoder g, the codes of some images, and a density over all codes. */
export class Model {
  /** @param {ModelText} text */
  constructor(text) {
    this.name = text.name;
    this.span = text.span;
    this.labels = text.labels;
    this.density = text.density ? halves(text.density) : null;
    const numbers = singles(text.codes);
    /** @type {Code[]} */
    this.codes = Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
    this.encoder = text.encoder ? network(text.encoder) : null;
    this.decoder = network(text.decoder, text.sigmoid);
  }

  /**
   * The image g(z): 784 pixels, ink 1 on paper 0, not cut off there.
   * @param {ArrayLike<number>} z
   */
  decode(z) { return this.decoder.run(z); }

  /**
   * The code f(x) of an image with, in a VAE, whose code is the mean of q(z|x), the standard deviations of that; or null where
   * there is no encoder.
   * @param {ArrayLike<number>} x
   * @returns {Posterior | null}
   */
  encode(x) {
    if (!this.encoder) return null;
    const [z1, z2, ...logVariances] = this.encoder.run(x);
    const [s1, s2] = logVariances.map(v => Math.exp(v / 2));
    return { mean: [z1, z2], deviation: s2 === undefined ? null : [s1, s2] };
  }

  /**
   * The label of the code nearest to z; undefined where codes have none.
   * @param {Code} z
   * @returns {number | undefined}
   */
  nearest(z) {
    let least = Infinity, at = 0;
    for (const [i, [x, y]] of this.codes.entries()) {
      const d = (x - z[0]) ** 2 + (y - z[1]) ** 2;
      if (d < least) [least, at] = [d, i];
    }
    return this.labels[at];
  }

  /**
   * The middle of each class, by rising label.
   * @returns {Code[]}
   */
  means() {
    const kinds = [...new Set(this.labels)].sort((a, b) => a - b);
    return kinds.map(kind => {
      const own = this.codes.filter((_, i) => this.labels[i] === kind);
      return [0, 1].map(k => own.reduce((sum, z) => sum + z[k], 0) / own.length);
    }).map(([x, y]) => [x, y]);
  }
}

/**
 * @param {LayerText[]} layers
 * @param {boolean} [sigmoid]
 */
function network(layers, sigmoid) {
  return new Network(layers.map(({ w, b }) => ({ weights: halves(w), biases: halves(b) })), sigmoid);
}
