// An amount, written as the person wants amounts written. Before the browser takes over, and in
// what the server renders, it is written plainly, so that both draw the same.
import { useSyncExternalStore } from "react";
import { PLAIN, readRegion, showFigure, showMoney, showMovement, showPrice } from "$/public/external/dreamdot_app/ui/money/money.js";

const KEPT_AS = "dreamdot.amounts";
const listeners = new Set();
let region = null;

function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What this browser keeps as chosen; without a choice the device's own. */
function keptRegion() {
  let kept = "";
  try {
    kept = localStorage.getItem(KEPT_AS) ?? "";
  } catch {
    // a browser that keeps nothing writes amounts as the device does
  }
  return readRegion(kept || navigator.language);
}

const here = () => (region ??= keptRegion());

/** From now on amounts are written so; empty: as the device does. */
export function setRegion(chosen) {
  try {
    localStorage.setItem(KEPT_AS, chosen);
  } catch {
    // it holds until the page is left
  }
  region = readRegion(chosen || navigator.language);
  listeners.forEach((listener) => listener());
}

/** An amount as text, for what draws amounts by itself and only in the browser. */
export const showMoneyHere = (minor) => showMoney(minor, here());

const FORMS = { plain: showMoney, price: showPrice, movement: showMovement };

export function Amount({ minor = 0, form = "plain" }) {
  const used = useSyncExternalStore(listen, here, () => PLAIN);
  if (form !== "figure") return FORMS[form](minor, used);
  const [whole, rest] = showFigure(minor, used);
  return (
    <>
      <span>{whole}</span>
      <span className="text-muted">{rest}</span>
    </>
  );
}
