// The density q over the plane, as regions: the smallest that hold 50, 80 and 95 % of its mass.

export const shares = [0.95, 0.8, 0.5];

/**
 * The heights of the density above which the shares of its mass lie.
 * @param {Float32Array} values at places of a grid
 */
export function levels(values) {
  const sorted = Float32Array.from(values).sort().reverse();
  const total = sorted.reduce((sum, v) => sum + v, 0);
  return shares.map(share => {
    let mass = 0;
    return sorted.find(v => (mass += v) >= share * total) ?? 0;
  });
}

/**
 * A picture of the regions: each pixel as opaque as the number of regions that it lies in.
 * @param {Float32Array} values n × n from the top left
 * @param {number} size of the picture in pixels, both ways
 * @param {[number, number, number]} color
 */
export function regions(values, size, [red, green, blue]) {
  const n = Math.sqrt(values.length), heights = levels(values), image = new ImageData(size, size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const v = interpolated(values, n, x / (size - 1) * (n - 1), y / (size - 1) * (n - 1));
      const opacity = 30 * heights.filter(height => v >= height).length;
      image.data.set([red, green, blue, opacity], 4 * (y * size + x));
    }
  }
  return image;
}

/**
 * The value between four places of the grid.
 * @param {Float32Array} values
 * @param {number} n
 * @param {number} x
 * @param {number} y
 */
function interpolated(values, n, x, y) {
  const c = Math.min(Math.floor(x), n - 2), r = Math.min(Math.floor(y), n - 2), s = x - c, t = y - r, at = r * n + c;
  return (1 - t) * ((1 - s) * values[at] + s * values[at + 1]) + t * ((1 - s) * values[at + n] + s * values[at + n + 1]);
}
