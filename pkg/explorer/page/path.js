// The shortest way between two codes, measured where it shows: in the space of images.
//
// It is what pkg/latent does in Go (MetricPath): the energy Σ‖g(zᵢ₊₁) − g(zᵢ)‖² of a path is made small by Gauss–Newton
// steps (Shao, Kumar and Fletcher 2018, "The Riemannian geometry of deep generative models"). A path takes about two
// thousand calls of the decoder, a second or so. So the functions here are generators: they stop after each call, and
// whoever runs them may draw in between.

import { Network } from "./network.js";

/** @typedef {import("./model.js").Code} Code */
/** @typedef {{path: Code[], images: Float32Array[], energy: number}} Curve a path, the images at its points, its energy */
/** @typedef {{codes: Code[], way: number[]}} Measured places along a path, and how long the way is up to each */
/** @typedef {{straight: Code[], straightLength: number, metric: Code[], metricLength: number}} Pair */
/**
 * @template T
 * @typedef {Generator<Code[] | undefined, T, void>} Slowly yields what path there is so far
 */

const lengthSamples = 512; // on about how many pieces a path's length is measured
const energyPieces = 4; // into how many the energy cuts each piece of a path, so that none jumps over a ridge
const stepSizes = [1, 0.5, 0.2, 0.05]; // of which a step takes the first that leaves less energy

/**
 * The straight path from a to b and the metric one, which is never longer.
 * @param {Network} decoder
 * @param {Code} a
 * @param {Code} b
 * @param {number} points of each path
 * @param {number} steps of descent at most
 * @returns {Slowly<Pair>}
 */
export function* metricPath(decoder, a, b, points = 33, steps = 20) {
  const line = straight(a, b, points);
  const along = yield* measure(decoder, line);
  const pair = { straight: line, straightLength: total(along), metric: line, metricLength: total(along) };
  if (pair.straightLength === 0) return pair;
  const path = yield* descend(decoder, evenSteps(along, points), steps);
  const length = total(yield* measure(decoder, path));
  return length > pair.straightLength ? pair : { ...pair, metric: path, metricLength: length };
}

/**
 * @param {Code} a
 * @param {Code} b
 * @param {number} n points, evenly spaced
 */
export function straight(a, b, n) {
  return Array.from({ length: n }, (_, i) => between(a, b, i / (n - 1)));
}

/**
 * @param {Code} a
 * @param {Code} b
 * @param {number} t
 * @returns {Code}
 */
export function between(a, b, t) { return [(1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]]; }

/**
 * A path with further points on each of its pieces, so that there are at least so many pieces.
 * @param {Code[]} path
 * @param {number} pieces
 */
function refine(path, pieces) {
  const each = Math.ceil(pieces / (path.length - 1));
  return [...path.slice(1).flatMap((z, i) => straight(path[i], z, each + 1).slice(0, -1)), path[path.length - 1]];
}

/**
 * @param {Network} decoder
 * @param {Code[]} path
 * @returns {Slowly<Measured>}
 */
function* measure(decoder, path) {
  const codes = refine(path, lengthSamples), way = [0];
  let before = decoder.run(codes[0]);
  for (const code of codes.slice(1)) {
    const here = decoder.run(code);
    way.push(way[way.length - 1] + Math.sqrt(squaredDistance(before, here)));
    before = here;
    yield;
  }
  return { codes, way };
}

/** @param {Measured} measured */
function total({ way }) { return way[way.length - 1]; }

/**
 * Points along what was measured at which the images are at even distances.
 * @param {Measured} measured
 * @param {number} points
 * @returns {Code[]}
 */
function evenSteps({ codes, way }, points) {
  const length = way[way.length - 1];
  let at = 1;
  return Array.from({ length: points }, (_, i) => {
    const goal = length * i / (points - 1);
    while (at < way.length - 1 && way[at] < goal) at++;
    const piece = way[at] - way[at - 1];
    return between(codes[at - 1], codes[at], piece > 0 ? Math.min((goal - way[at - 1]) / piece, 1) : 0);
  });
}

/**
 * The path after at most so many steps, each of which leaves less energy.
 * @param {Network} decoder
 * @param {Code[]} path
 * @param {number} steps
 * @returns {Slowly<Code[]>}
 */
function* descend(decoder, path, steps) {
  let now = yield* curve(decoder, path);
  for (let k = 0; k < steps; k++) {
    const jacobians = [];
    for (const z of now.path.slice(1, -1)) {
      jacobians.push(decoder.jacobian(z));
      yield;
    }
    const step = gaussNewton(jacobians, now.images), before = now.energy;
    for (const size of stepSizes) {
      const tried = yield* curve(decoder, moved(now.path, step, size));
      if (!(tried.energy < now.energy)) continue;
      now = tried;
      break;
    }
    yield now.path;
    if (now.energy > (1 - 1e-4) * before) break;
  }
  return now.path;
}

/**
 * @param {Network} decoder
 * @param {Code[]} path
 * @returns {Slowly<Curve>}
 */
function* curve(decoder, path) {
  const all = [];
  for (const z of refine(path, energyPieces * (path.length - 1))) {
    all.push(decoder.run(z));
    yield;
  }
  let energy = 0;
  for (let i = 1; i < all.length; i++) energy += squaredDistance(all[i - 1], all[i]);
  return { path, images: all.filter((_, i) => i % energyPieces === 0), energy };
}

/**
 * The step of a path's inner points that makes the energy least if the decoder is linear around each of them:
 *
 *     2Gᵢ dzᵢ − JᵢᵀJᵢ₋₁ dzᵢ₋₁ − JᵢᵀJᵢ₊₁ dzᵢ₊₁ = Jᵢᵀ(gᵢ₋₁ + gᵢ₊₁ − 2gᵢ), G = JᵀJ.
 *
 * Only neighbours are coupled, so the points are eliminated one by one, 2 × 2 numbers at a time (Thomas's algorithm).
 * @param {Float32Array[][]} jacobians of the inner points, two columns each
 * @param {Float32Array[]} images of all points
 */
function gaussNewton(jacobians, images) {
  const m = jacobians.length;
  const own = jacobians.map(j => scaled(product(j, j), 2));
  const next = jacobians.slice(1).map((j, i) => scaled(product(jacobians[i], j), -1));
  const right = jacobians.map((j, i) => {
    const bend = images[i + 1].map((v, p) => images[i][p] + images[i + 2][p] - 2 * v);
    return /** @type {Code} */ (j.map(column => dot(column, bend)));
  });
  // Where the decoder is flat, the equations are singular but for this.
  const ridge = 1e-4 * own.reduce((sum, g) => sum + g[0] + g[3], 0) / (2 * m) || 1;
  for (const g of own) {
    g[0] += ridge;
    g[3] += ridge;
  }
  for (let i = 1; i < m; i++) {
    const [a, b, c, d] = next[i - 1], share = times([a, c, b, d], inverse(own[i - 1]));
    const less = times(share, next[i - 1]), [x, y] = apply(share, right[i - 1]);
    own[i] = /** @type {Matrix} */ (own[i].map((v, k) => v - less[k]));
    right[i] = [right[i][0] - x, right[i][1] - y];
  }
  /** @type {Code[]} */
  const step = Array(m);
  for (let i = m - 1; i >= 0; i--) {
    const [x, y] = i < m - 1 ? apply(next[i], step[i + 1]) : [0, 0];
    step[i] = apply(inverse(own[i]), [right[i][0] - x, right[i][1] - y]);
  }
  return step;
}

/**
 * @param {Code[]} path
 * @param {Code[]} step of its inner points
 * @param {number} size
 * @returns {Code[]}
 */
function moved(path, step, size) {
  return path.map((z, i) => {
    const by = step[i - 1];
    return i > 0 && i < path.length - 1 ? [z[0] + size * by[0], z[1] + size * by[1]] : z;
  });
}

/** @typedef {[number, number, number, number]} Matrix 2 × 2, row by row */

/**
 * @param {Float32Array[]} j
 * @param {Float32Array[]} k
 * @returns {Matrix} JᵀK
 */
function product([j0, j1], [k0, k1]) { return [dot(j0, k0), dot(j0, k1), dot(j1, k0), dot(j1, k1)]; }

/**
 * @param {Matrix} m
 * @param {number} s
 * @returns {Matrix}
 */
function scaled([a, b, c, d], s) { return [s * a, s * b, s * c, s * d]; }

/**
 * @param {Matrix} m
 * @param {Matrix} n
 * @returns {Matrix}
 */
function times([a, b, c, d], [e, f, g, h]) { return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h]; }

/**
 * @param {Matrix} m
 * @returns {Matrix}
 */
function inverse([a, b, c, d]) { return scaled([d, -b, -c, a], 1 / (a * d - b * c)); }

/**
 * @param {Matrix} m
 * @param {Code} v
 * @returns {Code}
 */
function apply([a, b, c, d], [x, y]) { return [a * x + b * y, c * x + d * y]; }

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function squaredDistance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
