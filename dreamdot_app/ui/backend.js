// Requests to our own routes. In development the backend has a port of its own; in production
// everything is one origin.
import env from "$/env.json";
import { getBackendURL } from "$/utils/state";
import { app } from "$/utils/context-registry";

export { isOwnPath } from "$/public/external/dreamdot_app/ui/browser/links.js";

export const UNREACHABLE = "DreamDot cannot be reached. What you typed is still here; try again.";
const TOO_LONG_MS = 30000; // a connection that died without a word must not hold up the next try
let person = "";

/** For whom this page is drawn (an id, "" for visitors). It is told with everything that is sent: the
    server refuses what was pressed in one person's name when another has signed in since. */
export function drawnFor(id) {
  person = id;
}

/** The header that says so. */
export const whose = () => (person ? { "x-dreamdot-for": person } : {});

/** The full address of one of our routes. */
export function backendUrl(path) {
  const base = app.isDevMode ? getBackendURL(env.PING) : window.location.origin;
  return new URL(path, base).href;
}

/** What to say when an answer carries no words of its own. */
export function wordsFor(status, reference) {
  if (status === 401) return "You are signed out. Sign in again in another tab, then send this once more.";
  if (status === 403) return "You may not do this.";
  if (status === 404) return "This does not exist any more.";
  if (status === 413) return "This is too large.";
  if (status === 429) return "Too many tries. Wait a minute, then try again.";
  const tail = reference ? `, or tell us this reference: ${reference}` : ".";
  return `Something broke on our side. Try again${tail}`;
}

/** Whether a refusal says that the page was drawn for another account than the one that is signed in. */
export const isSomebodyElse = (body) => body?.code === "SomebodyElse";

/** Where to prove oneself once more, and come back here; "" when that is not what was answered. */
const wayToProve = (body) => {
  const asked = { ProofNeeded: "", FactorProofNeeded: "with=factor&" }[body.code];
  if (asked === undefined) return "";
  return `/again?${asked}next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
};

/** Where the browser is, as far as anybody is told: sessions are listed by it. */
const zone = () => ({ "x-dreamdot-zone": Intl.DateTimeFormat().resolvedOptions().timeZone ?? "" });

/** Send JSON; answers {ok, status, body, retryAfter}, status 0 when there was no answer. body always has
    words when it is not ok; retryAfter is in seconds. What wants a fresh proof of who is asking has the page
    for that as body.next. With keepalive it arrives although the page goes away, and nobody waits for the
    answer. */
export async function sendJson(method, path, payload, { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(backendUrl(path), {
      method,
      credentials: "include",
      keepalive,
      headers: { "content-type": "application/json", accept: "application/json", ...whose(), ...(path.startsWith("/auth/") ? zone() : {}) },
      body: JSON.stringify(payload),
      signal: keepalive ? undefined : AbortSignal.timeout(TOO_LONG_MS),
    });
  } catch {
    return { ok: false, status: 0, body: { error: UNREACHABLE }, retryAfter: 0 };
  }
  const body = (await response.json().catch(() => null)) ?? {};
  if (!response.ok && !body.error && !body.errors) {
    body.error = wordsFor(response.status, response.headers.get("x-request-id"));
  }
  const proving = wayToProve(body);
  if (proving) body.next = proving;
  const retryAfter = Number(response.headers.get("retry-after")) || 0;
  return { ok: response.ok, status: response.status, body, retryAfter };
}

export const postJson = (path, payload) => sendJson("POST", path, payload);
