// What one does on the plane with a mouse, a finger or keys, as places on it.

/** @typedef {import("./model.js").Code} Code */
/** @typedef {import("./plane.js").Plane} Plane */
/**
 * @typedef {object} Listener
 * @property {() => Code} here where one is
 * @property {(z: Code) => void} hover the pointer passes
 * @property {(z: Code) => void} look one goes there
 * @property {(z: Code) => void} begin a walk begins
 * @property {(z: Code) => void} go it goes on
 * @property {(z: Code) => void} choose a point is clicked
 * @property {() => void} record begins a walk by keys, or ends it
 * @property {() => void} play
 * @property {() => void} clear
 */

const slack = 6; // how many pixels a click may move before it is a drag

/**
 * @param {Plane} plane
 * @param {Listener} on
 */
export function listen(plane, on) {
  const { canvas } = plane;
  /** @type {{x: number, y: number, dragged: boolean} | null} */
  let press = null;
  canvas.addEventListener("pointerdown", e => {
    canvas.setPointerCapture(e.pointerId);
    press = { x: e.clientX, y: e.clientY, dragged: false };
    on.look(plane.place(e));
  });
  canvas.addEventListener("pointermove", e => {
    if (press && !press.dragged && Math.hypot(e.clientX - press.x, e.clientY - press.y) > slack) {
      press.dragged = true;
      on.begin(plane.place({ clientX: press.x, clientY: press.y }));
    }
    if (press?.dragged) on.go(plane.place(e));
    else on.hover(plane.place(e));
  });
  canvas.addEventListener("pointerup", e => {
    if (press && !press.dragged) on.choose(plane.place(e));
  });
  canvas.addEventListener("lostpointercapture", () => { press = null; });
  canvas.addEventListener("keydown", e => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    /** @type {Record<string, Code>} */
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
    const arrow = arrows[e.key];
    if (arrow) on.look(plane.beside(on.here(), arrow, e.shiftKey ? 5 : 1));
    else if (e.key === "Enter") on.choose(on.here());
    else if (e.key === " ") on.record();
    else if (e.key === "p") on.play();
    else if (e.key === "Escape") on.clear();
    else return;
    e.preventDefault();
  });
}
