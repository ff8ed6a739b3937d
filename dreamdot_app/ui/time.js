// Times as words. Pure functions, tried by a test; time.jsx draws with them.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Nov", with the year when it is not this one. In UTC, so that server and browser agree. */
export function showDay(at, now) {
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
  return now && now.getUTCFullYear() === at.getUTCFullYear() ? day : `${day} ${at.getUTCFullYear()}`;
}

/** The same moment on a clock that is called UTC and shows the reader's own time. */
const byOwnClock = (at) => new Date(at.getTime() - at.getTimezoneOffset() * MINUTE * 1000);

/** "now", "12 min", "3 h", "4 d", then the day. What lies a little ahead is "now" as well. */
export function showAgo(at, now) {
  const seconds = (now - at) / 1000;
  if (seconds < MINUTE) return "now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  if (seconds < 7 * DAY) return `${Math.floor(seconds / DAY)} d`;
  return showDay(at, now);
}

const twoDigits = (number) => String(number).padStart(2, "0");
const midnight = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate());

/** "Today, 14:20", "Yesterday, 09:12", then the day. By the reader's own clock. */
export function showMoment(at, now) {
  const days = Math.round((midnight(now) - midnight(at)) / 1000 / DAY);
  const hour = `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
  if (days === 0) return `Today, ${hour}`;
  return days === 1 ? `Yesterday, ${hour}` : showDay(byOwnClock(at), byOwnClock(now));
}

/** ISO text, with or without a zone (without one it is UTC), as a date; null when it is none. */
export function readTime(text) {
  if (!text) return null;
  const zoned = /[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes(":") ? text : `${text}Z`;
  const at = new Date(zoned.replace(" ", "T"));
  return Number.isNaN(at.getTime()) ? null : at;
}
