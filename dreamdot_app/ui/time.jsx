// A time as words that stay true while the page is open. Before the browser takes over, and in
// what the server renders, it is the plain day, so that both draw the same.
import { useSyncExternalStore } from "react";
import { PLAIN, readTime, showAgo, showDay, showInFull, showMoment } from "$/public/external/dreamdot_app/ui/time/time.js";

const KEPT_AS = "dreamdot.clock";
const listeners = new Set();
let ticking = 0;
let minute = 0;
const tick = () => {
  minute += 1;
  listeners.forEach((listener) => listener());
};

/** One clock for the whole page, running only while somebody looks at it. */
function everyMinute(listener) {
  listeners.add(listener);
  ticking ||= setInterval(tick, 60000);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) ticking = clearInterval(ticking) ?? 0;
  };
}

const FORMS = { ago: showAgo, moment: showMoment };

/** How this reader wants days and hours, as this browser keeps it. */
function keptClock() {
  try {
    return { ...PLAIN, ...JSON.parse(localStorage.getItem(KEPT_AS)) };
  } catch {
    return PLAIN;
  }
}
let clock = null;

/** From now on days and hours are shown so. */
export function setClock(chosen) {
  const text = JSON.stringify(chosen);
  if (JSON.stringify(keptClock()) === text) return;
  try {
    localStorage.setItem(KEPT_AS, text);
  } catch {
    // a browser that keeps nothing has it until the page is left
  }
  clock = { ...PLAIN, ...chosen };
  tick();
}

export function Time({ at, form, className = "", ...rest }) {
  const seen = useSyncExternalStore(everyMinute, () => minute, () => -1);
  const moment = readTime(at);
  if (!moment) return null;
  const here = seen >= 0;
  const now = new Date();
  if (here) clock ??= keptClock();
  const show = (here && FORMS[form]) || showDay;
  const words = show(moment, here ? now : null, here ? clock : PLAIN);
  return (
    <time {...rest} className={`whitespace-nowrap ${className}`} dateTime={moment.toISOString()} title={here ? showInFull(moment, clock) : undefined}>
      {words}
    </time>
  );
}
