// Remembers where a reader stopped: on this device at once, on the server a moment after the last
// movement and when the page goes away.

import { sendJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { isSamePlace, presentPlace } from "./place.js";

const PAUSE_MS = 1_000;
const PREFIX = "dreamdot-place:";

/** The place kept on this device: {block, offset, permille, sent} or null. */
function onDevice(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function keepOnDevice(key, place) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(place));
  } catch {
    // forbidden or full: then only the server remembers
  }
}

const inThisPage = new Map(); // key → the place, as long as the page lives

/** A member's key is that of the work and theirs; without the latter it is the visitors'. */
const visitorsKey = (key) => key.split(":")[0];

/**
 * Where to begin, and whether the reader comes back to it: what this device could not send counts
 * more than what the server has, and what was just on the screen more than both. Where a visitor
 * stopped on this device counts for a member who has no place yet: they have joined since.
 */
export function placeToOpen(key, fromServer, hasServer) {
  if (inThisPage.has(key)) return { place: inThisPage.get(key), isReturn: false };
  const local = onDevice(key);
  if (local && (!hasServer || local.sent === false)) return { place: local, isReturn: true };
  const visitors = hasServer && !fromServer.permille && onDevice(visitorsKey(key));
  return { place: visitors || fromServer, isReturn: true };
}

export class PlaceKeeper {
  #timer = 0;
  #sent;
  #listeners = new Set();

  /** `opened` is the place that the text was opened at. */
  constructor({ text, url, key, opened }) {
    Object.assign(this, { text, url, key, present: presentPlace(text) });
    this.#sent = opened?.sent === false ? null : opened;
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The text stands somewhere else now. */
  moved() {
    const place = presentPlace(this.text);
    const changed = place.permille !== this.present.permille;
    this.present = place;
    inThisPage.set(this.key, place);
    if (changed) for (const listener of this.#listeners) listener();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.report(), PAUSE_MS);
  }

  /** Keeps the place, unless it is the one that is kept already. */
  async report({ keepalive = false } = {}) {
    clearTimeout(this.#timer);
    const place = this.present;
    if (isSamePlace(place, this.#sent)) return;
    this.#sent = place;
    // A visitor's place stays unsent: it goes up when they have joined.
    keepOnDevice(this.key, { ...place, sent: false });
    if (!this.url) return;
    const { ok } = await sendJson("PUT", this.url, place, { keepalive });
    if (ok && this.#sent === place) keepOnDevice(this.key, { ...place, sent: true });
    if (!ok && this.#sent === place) this.#sent = null; // tried again with the next movement
  }

  stop() {
    clearTimeout(this.#timer);
    this.report({ keepalive: true });
  }
}
