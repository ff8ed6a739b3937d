// Amounts as text, exactly as core/money.py writes them (a test compares the two).
export function showMoney(minor) {
  const whole = Math.floor(Math.abs(minor) / 100);
  const cents = String(Math.abs(minor) % 100).padStart(2, "0");
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${minor < 0 ? "\u2212" : ""}$${grouped}.${cents}`;
}

/** A price: nothing to pay is "Free". */
export const showPrice = (minor) => (minor === 0 ? "Free" : showMoney(minor));

/** A movement: what came in carries a plus. */
export const showMovement = (minor) => (minor > 0 ? "+" : "") + showMoney(minor);

/** The parts of a large figure: everything before the point, and the point with the cents. */
export const showWhole = (minor) => showMoney(minor).slice(0, -3);
export const showCents = (minor) => showMoney(minor).slice(-3);
