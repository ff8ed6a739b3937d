// Times as words. Pure functions, tried by a test; time.jsx draws with them.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How the reader wants days and hours: a language, and a zone (empty: the device's own). */
export const PLAIN = { language: "en", zone: "" };

const twoDigits = (number) => String(number).padStart(2, "0");

/** "12 Nov", with the year when it is not this one. In UTC, so that server and browser agree. */
export function showDay(at, now, clock = PLAIN) {
  return dayOf(inUtc(at), now && inUtc(now), clock);
}

function dayOf(on, today, clock) {
  const isThisYear = today && today.year === on.year;
  const month = MONTHS[on.month - 1];
  if (clock.language === "en-US") return isThisYear ? `${month} ${on.day}` : `${month} ${on.day}, ${on.year}`;
  return isThisYear ? `${on.day} ${month}` : `${on.day} ${month} ${on.year}`;
}

const inUtc = (at) => ({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() });

/** The parts of a time on the reader's own clock. */
function onClock(at, { zone }) {
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
  const form = new Intl.DateTimeFormat("en-GB", { ...fields, hourCycle: "h23", timeZone: zone || undefined });
  return Object.fromEntries(form.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

/** "now", "12 min", "3 h", "4 d", then the day. What lies a little ahead is "now" as well. */
export function showAgo(at, now, clock = PLAIN) {
  const seconds = (now - at) / 1000;
  if (seconds < MINUTE) return "now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  if (seconds < 7 * DAY) return `${Math.floor(seconds / DAY)} d`;
  return showDay(at, now, clock);
}

const dayNumber = ({ year, month, day }) => Date.UTC(year, month - 1, day) / 1000 / DAY;

function hourOf({ hour, minute }, { language }) {
  if (language !== "en-US") return `${twoDigits(hour)}:${twoDigits(minute)}`;
  return `${hour % 12 || 12}:${twoDigits(minute)} ${hour < 12 ? "AM" : "PM"}`;
}

/** "Today, 14:20", "Yesterday, 09:12", then the day. By the reader's own clock. */
export function showMoment(at, now, clock = PLAIN) {
  const on = onClock(at, clock);
  const today = onClock(now, clock);
  const days = dayNumber(today) - dayNumber(on);
  if (days === 0) return `Today, ${hourOf(on, clock)}`;
  return days === 1 ? `Yesterday, ${hourOf(on, clock)}` : dayOf(on, today, clock);
}

/** "24 November 2026 at 14:20". */
export function showInFull(at, { language, zone } = PLAIN) {
  const form = { dateStyle: "long", timeStyle: "short", timeZone: zone || undefined };
  return at.toLocaleString(language === "en-US" ? "en-US" : "en-GB", form);
}

/** ISO text, with or without a zone (without one it is UTC), as a date; null when it is none. */
export function readTime(text) {
  if (!text) return null;
  const zoned = /[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes(":") ? text : `${text}Z`;
  const at = new Date(zoned.replace(" ", "T"));
  return Number.isNaN(at.getTime()) ? null : at;
}
