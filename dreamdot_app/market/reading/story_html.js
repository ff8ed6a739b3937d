// Small things between sanitised HTML and a page to read. The HTML comes from the server's own
// writer, so its shape is known: blocks on top, attributes in double quotes.

import { serverUrl } from "$/public/external/dreamdot_app/market/writing/scripts/requests.js";

const FIRST_PARAGRAPH = /^<p>(.*?)<\/p>/s;
const LETTER = /^\p{L}/u;
const THREE_LINES = 160; // characters: less text does not reach around a drop cap

function canBeginLarge(html) {
  const inner = FIRST_PARAGRAPH.exec(html)?.[1] ?? "";
  const text = inner.replace(/<[^>]*>/g, "");
  return LETTER.test(text) && text.length >= THREE_LINES && !inner.includes("<br>");
}

/** Pictures from where the server is, loaded when they come near; a drop cap where one can stand. */
export function storyHtml(html, { dropCap }) {
  const media = typeof window === "undefined" ? "/media/" : serverUrl("/media/");
  const placed = html.replaceAll(
    '<img src="/media/',
    `<img loading="lazy" decoding="async" src="${media}`,
  );
  return dropCap && canBeginLarge(html) ? placed.replace("<p>", '<p class="dd-dropcap">') : placed;
}
