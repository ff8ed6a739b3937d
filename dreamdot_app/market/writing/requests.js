// Requests to our own server: with the session's cookie, as JSON, never throwing.

import { backendUrl } from "$/public/external/dreamdot_app/ui/browser/backend.js";

const LONGEST_MS = 30_000; // a connection that died without a word must not hold up the next try

/** The address of a path on the server, whether it is on the page's port or on one of its own. */
export const serverUrl = backendUrl;

/** Where a picture of ours is: stories hold the path alone, so that they survive a move. */
export const pictureUrl = (path) => (path?.startsWith("/media/") ? serverUrl(path) : path);

/** The path of an address on our server; other addresses stay as they are. */
export function pathOnly(address) {
  const url = new URL(address, serverUrl("/"));
  const ours = [new URL(serverUrl("/")).origin, window.location.origin];
  return ours.includes(url.origin) ? url.pathname + url.search : address;
}

/** {status, body, retryAfter}: status 0 when there was no answer, body {} when it was no JSON. */
export async function sendJson(method, path, payload, { keepalive = false } = {}) {
  try {
    const response = await fetch(serverUrl(path), {
      method,
      credentials: "include",
      keepalive,
      headers: payload === undefined ? {} : { "Content-Type": "application/json" },
      body: payload === undefined ? undefined : JSON.stringify(payload),
      signal: keepalive ? undefined : AbortSignal.timeout(LONGEST_MS),
    });
    const body = await response.json().catch(() => ({}));
    const retryAfter = Number(response.headers.get("Retry-After")) || 0;
    return { status: response.status, body: body ?? {}, retryAfter };
  } catch {
    return { status: 0, body: {}, retryAfter: 0 };
  }
}
