// Colours, light or dark as the reader's system is.

/** @typedef {{color: string, outline: string}} Style of a digit's points: a colour, and an SVG path about (0, 0) */
/** @typedef {{paper: string, ink: string, faint: string, rule: string, accent: string, second: string, lift: string}} Theme */

/**
 * The colours of explorer.css as they are now.
 * @returns {Theme}
 */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: read("paper"), ink: read("ink"), faint: read("faint"), rule: read("rule"),
    accent: read("accent"), second: read("second"), lift: read("lift"),
  };
}

/**
 * A digit's colour, lifted from dark paper towards the ink.
 * @param {string} color
 * @param {string} ink
 * @param {string} lift
 */
export function lifted(color, ink, lift) { return `color-mix(in srgb, ${color}, ${ink} ${lift})`; }

/**
 * Red, green and blue of #rrggbb.
 * @param {string} hex
 * @returns {[number, number, number]}
 */
export function rgb(hex) {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, n >> 8 & 255, n & 255];
}
