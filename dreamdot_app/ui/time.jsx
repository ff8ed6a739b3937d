// A time as words that stay true while the page is open. Before the browser takes over, and in
// what the server renders, it is the plain day, so that both draw the same.
import { useSyncExternalStore } from "react";
import { readTime, showAgo, showDay, showMoment } from "$/public/external/dreamdot_app/ui/time/time.js";

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
const inFull = (at) => at.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });

export function Time({ at, form, className = "", ...rest }) {
  const seen = useSyncExternalStore(everyMinute, () => minute, () => -1);
  const moment = readTime(at);
  if (!moment) return null;
  const here = seen >= 0;
  const now = new Date();
  const show = (here && FORMS[form]) || showDay;
  const words = show(moment, here ? now : null);
  return (
    <time {...rest} className={`whitespace-nowrap ${className}`} dateTime={moment.toISOString()} title={here ? inFull(moment) : undefined}>
      {words}
    </time>
  );
}
