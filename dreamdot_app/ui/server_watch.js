// Whether DreamDot can be reached, as this page knows it: "here", "lost" (no connection) or "silent"
// (connected, and it does not answer). The connection's bar tells what Reflex knows; silence is found
// out here, for Reflex notices a server that hangs only when its websocket times out.
import { useSyncExternalStore } from "react";
import { Socket } from "socket.io-client";
import { backendUrl } from "$/public/external/dreamdot_app/ui/browser/backend.js";

const SILENT_AFTER_MS = 2500;
const ASK_AFTER_MS = 1000; // an event that has no answer by then is worth a question
const ASK_AGAIN_MS = 1000;
const ANSWER_WITHIN_MS = 10000;

const listeners = new Set();
let lost = false;
let silent = false;
let asking = false;
let waiting = 0;

const change = () => listeners.forEach((listener) => listener());

function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** "here", "lost" or "silent". A browser without a network knows at once. */
export function presence() {
  if (lost || (typeof navigator !== "undefined" && navigator.onLine === false)) return "lost";
  return silent ? "silent" : "here";
}

export const usePresence = () => useSyncExternalStore(listen, presence, () => "here");

/** What Reflex knows of its connection. */
export function tellLost(isLost) {
  if (lost === isLost) return;
  lost = isLost;
  change();
}

function setSilent(isSilent) {
  if (silent === isSilent) return;
  silent = isSilent;
  change();
}

/** The server said something: it is there. */
function heard() {
  clearTimeout(waiting);
  waiting = 0;
  setSilent(false);
}

/** Something was sent that wants an answer. */
export function expectAnswer() {
  if (!waiting && !asking) waiting = setTimeout(ask, ASK_AFTER_MS);
}

/** Not every event is answered in words, and some take their time: so ask whether it is there. */
async function ask() {
  waiting = 0;
  if (asking) return;
  asking = true;
  const late = setTimeout(() => setSilent(true), SILENT_AFTER_MS - ASK_AFTER_MS);
  while (!(await answers()) && (silent || presence() === "here"))
    await new Promise((go) => setTimeout(go, ASK_AGAIN_MS));
  clearTimeout(late);
  asking = false;
  heard();
}

async function answers() {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return (await fetch(backendUrl("/ping"), { cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

// Reflex keeps its socket to itself; whoever connects passes here, and is listened to.
const known = new WeakSet();
const { connect } = Socket.prototype;
Socket.prototype.connect = function () {
  if (!known.has(this)) {
    known.add(this);
    this.onAny(heard);
    this.onAnyOutgoing(expectAnswer);
  }
  return connect.call(this);
};

if (typeof window !== "undefined") {
  addEventListener("online", change);
  addEventListener("offline", change);
}
