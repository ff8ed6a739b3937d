// Addresses on our own server.

import { backendUrl } from "$/public/external/dreamdot_app/ui/browser/backend.js";

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
