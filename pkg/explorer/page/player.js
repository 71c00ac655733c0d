// Plays a walk: the one that was drawn last or, before that, a tour from class to class and back.

import { button, element, write } from "./dom.js";
import { Walk } from "./walk.js";

/** @typedef {import("./model.js").Code} Code */
/** @typedef {import("./model.js").Model} Model */

const crossing = 5000; // milliseconds for a walk as long as the plane is wide

export class Player {
  /**
   * @param {() => Code} here where one is
   * @param {(z: Code) => void} go called with each place that a walk comes to
   */
  constructor(here, go) {
    this.here = here;
    this.go = go;
    this.walk = new Walk();
    this.share = 0; // of the walk that is done
    this.playing = false;
    this.recording = false;
    this.drawn = false;
    this.width = 1; // of the plane
    this.time = 0; // of the last frame
    this.button = button("play", () => this.toggle());
    this.recorder = button("record", () => this.record());
    button("tour", () => this.reset());
    this.slider = element("share", HTMLInputElement);
    this.slider.addEventListener("input", () => {
      this.playing = false;
      this.seek(Number(this.slider.value));
    });
  }

  /** @param {Model} model */
  show(model) {
    this.model = model;
    this.width = model.span.XMax - model.span.XMin;
    this.reset();
  }

  /** Back to the tour. */
  reset() {
    const means = this.model?.means() ?? [];
    this.stop();
    this.recording = this.drawn = false;
    this.walk = new Walk(means.length > 1 ? [...means, means[0]] : []);
    this.share = 0;
    this.update();
  }

  /**
   * A new walk begins.
   * @param {Code} z
   */
  begin(z) {
    this.stop();
    this.walk = new Walk([z]);
    this.drawn = true;
    this.share = 0;
    this.update();
  }

  /** @param {Code} z */
  add(z) {
    this.walk.add(z);
    this.update();
  }

  /** Begins to record where one goes, or ends it. */
  record() {
    this.recording = !this.recording;
    if (this.recording) this.begin(this.here());
    this.update();
  }

  toggle() {
    if (this.playing) return this.stop();
    if (this.walk.length === 0) return;
    this.recording = false;
    if (this.share >= 1) this.share = 0;
    this.playing = true;
    this.time = 0;
    this.seek(this.share);
  }

  stop() {
    this.playing = false;
    this.update();
  }

  /** @param {number} share */
  seek(share) {
    this.share = share;
    if (this.walk.length > 0) this.go(this.walk.at(share));
    this.update();
  }

  /**
   * Goes on, where it plays.
   * @param {number} time of the frame, in milliseconds
   */
  frame(time) {
    if (!this.playing) return;
    const passed = this.time ? time - this.time : 0;
    this.time = time;
    this.seek(Math.min(this.share + passed / crossing * this.width / this.walk.length, 1));
    if (this.share >= 1) this.stop();
  }

  update() {
    const none = this.walk.length === 0;
    this.button.disabled = none && !this.recording;
    this.slider.disabled = none;
    write("play", this.playing ? "❚❚ Stop" : this.drawn ? "▶ Play the walk" : "▶ Play the tour");
    write("record", this.recording ? "End the walk" : "Record a walk");
    this.recorder.setAttribute("aria-pressed", String(this.recording));
    this.slider.value = String(this.share);
    this.slider.setAttribute("aria-valuetext", `${Math.round(100 * this.share)} % of the way`);
  }
}
