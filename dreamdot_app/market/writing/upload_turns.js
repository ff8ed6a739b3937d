// Pictures go up a few at a time: the server takes so many of an account at once, and a line that is
// shared by all of them is slow for each.

import { sendPicture } from "./upload.js";

const AT_ONCE = 4;
const LONGEST_WAIT_S = 60; // whoever has to wait longer is told, and may press again
// A server that refuses early may close the line without a word: that looks like a lost connection,
// and no event tells when it is over.
const PAUSES_MS = [1_000, 4_000, 15_000];
const CANCELLED = { error: "", cancelled: true };

let busy = 0;
const waiting = []; // what begins the next one

/** As `sendPicture`, when it is this picture's turn, and again where that may help. */
export function sendInTurn(file, options) {
  const ending = new AbortController();
  const { signal } = ending;
  const ended = new Promise((end) => signal.addEventListener("abort", () => end(CANCELLED)));
  const sent = Promise.race([inTurn(() => patiently(file, options, signal)), ended]);
  return { sent, cancel: () => ending.abort() };
}

async function inTurn(work) {
  if (busy >= AT_ONCE) await new Promise((begin) => waiting.push(begin));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift(); // the place is handed on
    if (next) next();
    else busy -= 1;
  }
}

async function patiently(file, options, signal) {
  for (let tries = 0; ; tries += 1) {
    const outcome = await once(file, options, signal);
    const pauseMs = pauseAfter(outcome, tries);
    if (!pauseMs) return outcome;
    await pause(pauseMs, signal);
  }
}

async function once(file, options, signal) {
  if (signal.aborted) return CANCELLED;
  const { sent, cancel } = sendPicture(file, options);
  signal.addEventListener("abort", cancel);
  const outcome = await sent;
  signal.removeEventListener("abort", cancel);
  return outcome;
}

/** How long to wait before the next try; 0 where there is none. */
function pauseAfter({ offline, retryAfterS = 0 }, tries) {
  if (tries >= PAUSES_MS.length || retryAfterS > LONGEST_WAIT_S) return 0;
  if (retryAfterS) return retryAfterS * 1_000;
  return offline && navigator.onLine ? PAUSES_MS[tries] : 0;
}

const pause = (ms, signal) =>
  new Promise((go) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), go()), { once: true });
  });
