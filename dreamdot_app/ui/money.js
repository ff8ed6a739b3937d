// Amounts as text. Pure functions, tried by a test; money.jsx draws with them.
//
// A region is a language tag whose separators and whose place for the sign are used. In the plain
// one amounts are exactly as core/money.py writes them (a test compares the two).
export const PLAIN = "en-US";
const MINUS = "\u2212";
const forms = new Map();

function formOf(region) {
  if (!forms.has(region)) {
    const money = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" };
    forms.set(region, new Intl.NumberFormat(region, money));
  }
  return forms.get(region);
}

/** The parts of an amount in cents as Intl names them; a true minus sign. */
function partsOf(minor, region) {
  const [whole, cents] = [Math.floor(Math.abs(minor) / 100), String(Math.abs(minor) % 100).padStart(2, "0")];
  const parts = formOf(region).formatToParts(`${minor < 0 ? "-" : ""}${whole}.${cents}`);
  return parts.map(({ type, value }) => ({ type, value: type === "minusSign" ? MINUS : value }));
}

const joined = (parts) => parts.map(({ value }) => value).join("");

export const showMoney = (minor, region = PLAIN) => joined(partsOf(minor, region));

/** A price: nothing to pay is "Free". */
export const showPrice = (minor, region = PLAIN) => (minor === 0 ? "Free" : showMoney(minor, region));

/** A movement: what came in carries a plus. */
export const showMovement = (minor, region = PLAIN) => (minor > 0 ? "+" : "") + showMoney(minor, region);

/** The two parts of a large figure: everything before the cents, and the rest. */
export function showFigure(minor, region = PLAIN) {
  const parts = partsOf(minor, region);
  const point = parts.findIndex(({ type }) => type === "decimal");
  return [joined(parts.slice(0, point)), joined(parts.slice(point))];
}

/** The language tag that a device or a person names, if amounts can be written by it. */
export function readRegion(tag) {
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag])[0] ?? PLAIN;
  } catch {
    return PLAIN;
  }
}
