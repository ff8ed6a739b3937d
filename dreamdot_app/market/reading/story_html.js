// Small things between sanitised HTML and a page to read. The HTML comes from the server's own
// writer, so its shape is known: blocks on top, attributes in double quotes.

import { serverUrl } from "$/public/external/dreamdot_app/market/writing/scripts/requests.js";

const FIRST_LETTER = /^<p>(?=(?:<(?:strong|em|s|a [^>]*)>)*\p{L})/u;

/** Pictures from where the server is, loaded when they come near; a drop cap where one can stand. */
export function storyHtml(html, { dropCap }) {
  const media = typeof window === "undefined" ? "/media/" : serverUrl("/media/");
  const placed = html.replaceAll(
    '<img src="/media/',
    `<img loading="lazy" decoding="async" src="${media}`,
  );
  return dropCap ? placed.replace(FIRST_LETTER, '<p class="dd-dropcap">') : placed;
}
