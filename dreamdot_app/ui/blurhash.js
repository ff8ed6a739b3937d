// BlurHash (https://blurha.sh, the published algorithm): a few letters become a small, soft picture.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

const number = (text) => [...text].reduce((sum, letter) => sum * 83 + ALPHABET.indexOf(letter), 0);
const toLinear = (value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
const toByte = (value) => {
  const v = Math.max(0, Math.min(1, value));
  return Math.trunc((v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055) * 255 + 0.5);
};
const squared = (value) => Math.sign(value) * value * value;

/** The colours of the waves that the letters stand for, or null when they are no BlurHash. */
function waves(hash) {
  if (!hash || hash.length < 6) return null;
  const size = number(hash[0]);
  const across = (size % 9) + 1;
  const down = Math.floor(size / 9) + 1;
  if (hash.length !== 4 + 2 * across * down) return null;
  const most = (number(hash[1]) + 1) / 166;
  const colours = [];
  for (let i = 0; i < across * down; i++) {
    if (i === 0) {
      const value = number(hash.slice(2, 6));
      colours.push([value >> 16, (value >> 8) & 255, value & 255].map(toLinear));
    } else {
      const value = number(hash.slice(4 + i * 2, 6 + i * 2));
      const parts = [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
      colours.push(parts.map((part) => squared((part - 9) / 9) * most));
    }
  }
  return { across, down, colours };
}

/** RGBA bytes of a picture of width × height, or null. */
export function decode(hash, width, height) {
  const found = waves(hash);
  if (!found) return null;
  const { across, down, colours } = found;
  const bytes = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0];
      for (let j = 0; j < down; j++) {
        for (let i = 0; i < across; i++) {
          const basis = Math.cos((Math.PI * x * i) / width) * Math.cos((Math.PI * y * j) / height);
          for (let c = 0; c < 3; c++) sum[c] += colours[j * across + i][c] * basis;
        }
      }
      bytes.set([...sum.map(toByte), 255], 4 * (y * width + x));
    }
  }
  return bytes;
}
