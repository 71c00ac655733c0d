// A walk: a path over the plane that somebody drew, or the tour from class to class.

import { between } from "./path.js";

/** @typedef {import("./model.js").Code} Code */

/** Codes in a row, joined by straight lines, along which one goes at an even speed. */
export class Walk {
  /** @param {Code[]} codes */
  constructor(codes = []) {
    /** @type {Code[]} */
    this.codes = [];
    /** @type {number[]} how far each code is from the first, along the walk */
    this.way = [];
    for (const z of codes) this.add(z);
  }

  get length() { return this.way[this.way.length - 1] ?? 0; }

  /** @param {Code} z */
  add(z) {
    const last = this.codes[this.codes.length - 1];
    this.way.push(last ? this.length + Math.hypot(z[0] - last[0], z[1] - last[1]) : 0);
    this.codes.push(z);
  }

  /**
   * Where one is after a share of the walk, 0 to 1.
   * @param {number} share
   * @returns {Code}
   */
  at(share) {
    const goal = share * this.length, i = this.way.findIndex(way => way >= goal);
    if (i < 1) return this.codes[i < 0 ? this.codes.length - 1 : 0];
    return between(this.codes[i - 1], this.codes[i], (goal - this.way[i - 1]) / (this.way[i] - this.way[i - 1]));
  }
}
