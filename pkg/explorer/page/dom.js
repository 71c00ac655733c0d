// The page's elements by their ids, as what they are.

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`there is no ${kind.name} #${id} in explorer.html`);
}

/** @param {string} id */
export function canvas(id) { return element(id, HTMLCanvasElement); }

/**
 * @param {string} id
 * @param {() => void} click
 */
export function button(id, click) {
  const found = element(id, HTMLButtonElement);
  found.addEventListener("click", click);
  return found;
}

/**
 * Writes a text, where it is not there already.
 * @param {string} id
 * @param {string} text
 */
export function write(id, text) {
  const at = element(id, HTMLElement);
  if (at.textContent !== text) at.textContent = text;
}

/**
 * A code as one reads it.
 * @param {[number, number]} z
 */
export function written([z1, z2]) { return `(${z1.toFixed(2)}, ${z2.toFixed(2)})`.replaceAll("-", "−"); }
