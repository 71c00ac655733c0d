// A network of dense layers, which is all that the lecture's encoders and decoders are.

/** @typedef {{weights: Float32Array, biases: Float32Array}} Layer weights in × out, row by row; out biases */

/** Maps a row of numbers: h becomes tanh(hW + b) in each layer but the last, and there hW + b, or the sigmoid of it. */
export class Network {
  /**
   * @param {Layer[]} layers
   * @param {boolean} [ends] in a sigmoid
   */
  constructor(layers, ends = false) {
    this.sigmoid = ends;
    // Turned around, so that the weights of one output lie side by side: memory is read in order.
    this.layers = layers.map(({ weights, biases }) => ({ rows: turned(weights, biases.length), biases }));
  }

  /**
   * What comes out for x.
   * @param {ArrayLike<number>} x
   */
  run(x) {
    let h = Float32Array.from(x);
    for (const [k, { rows, biases }] of this.layers.entries()) {
      const last = k === this.layers.length - 1;
      h = multiply(rows, h);
      for (let j = 0; j < h.length; j++) h[j] = last ? this.end(h[j] + biases[j]) : Math.tanh(h[j] + biases[j]);
    }
    return h;
  }

  /** @param {number} v */
  end(v) { return this.sigmoid ? 1 / (1 + Math.exp(-v)) : v; }

  /**
   * The columns of the Jacobian at x: for each number that goes in, how what comes out changes with it. They are carried
   * through the layers beside h, by the chain rule: tanh′ = 1 − tanh², and of a sigmoid s, s′ = s (1 − s).
   * @param {ArrayLike<number>} x
   */
  jacobian(x) {
    let h = Float32Array.from(x);
    let columns = Array.from(h, (_, k) => Float32Array.from(h, (_, i) => Number(i === k)));
    for (const [k, { rows, biases }] of this.layers.entries()) {
      const last = k === this.layers.length - 1;
      columns = columns.map(column => multiply(rows, column));
      if (last && !this.sigmoid) break;
      h = multiply(rows, h);
      for (let j = 0; j < h.length; j++) {
        h[j] = last ? this.end(h[j] + biases[j]) : Math.tanh(h[j] + biases[j]);
        for (const column of columns) column[j] *= last ? h[j] * (1 - h[j]) : 1 - h[j] * h[j];
      }
    }
    return columns;
  }
}

/**
 * hW, where row j of rows holds the weights of output j. Four outputs at a time, whose sums do not wait for each other.
 * @param {Float32Array} rows
 * @param {Float32Array} h
 */
function multiply(rows, h) {
  const n = h.length, out = new Float32Array(rows.length / n), fours = out.length - out.length % 4;
  for (let j = 0; j < fours; j += 4) {
    const at = j * n;
    let a = 0, b = 0, c = 0, d = 0;
    for (let i = 0; i < n; i++) {
      const v = h[i];
      a += v * rows[at + i];
      b += v * rows[at + n + i];
      c += v * rows[at + 2 * n + i];
      d += v * rows[at + 3 * n + i];
    }
    out[j] = a;
    out[j + 1] = b;
    out[j + 2] = c;
    out[j + 3] = d;
  }
  for (let j = fours; j < out.length; j++) {
    for (let i = 0; i < n; i++) out[j] += h[i] * rows[j * n + i];
  }
  return out;
}

/**
 * Weights in × out as out × in.
 * @param {Float32Array} weights
 * @param {number} width out
 */
function turned(weights, width) {
  const rows = new Float32Array(weights.length), n = weights.length / width;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < width; j++) rows[j * n + i] = weights[i * width + j];
  }
  return rows;
}
