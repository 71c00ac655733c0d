// Numbers as the page's data holds them.

/**
 * The numbers of 16-bit floats (IEEE 754 binary16), little end first, in base64.
 * @param {string} base64
 */
export function halves(base64) {
  const view = bytes(base64), numbers = new Float32Array(view.byteLength / 2);
  for (let i = 0; i < numbers.length; i++) {
    const h = view.getUint16(2 * i, true), sign = h >> 15 ? -1 : 1, exponent = h >> 10 & 31, fraction = h & 1023;
    numbers[i] = sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
  }
  return numbers;
}

/**
 * The numbers of 32-bit floats, little end first, in base64.
 * @param {string} base64
 */
export function singles(base64) {
  const view = bytes(base64);
  return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** @param {string} base64 */
function bytes(base64) {
  return new DataView(Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer);
}
