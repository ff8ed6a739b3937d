// Lists as other programs write them: Word's paragraphs that only look like items, and lists that
// stand in lists without an item around them.

import { styleText } from "./pasted_styles.js";

const ORDERED = /^(?:\d{1,4}|\(?(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,7})[.)])$/i; // "o" alone is a bullet
const LEVEL = /level(\d+)/;

/** Word's MsoListParagraph: the level stands in the style, the bullet in a span of its own. */
export function makeWordLists(body) {
  const items = [...body.querySelectorAll("p,h1,h2,h3,h4,h5,h6")].filter(
    (paragraph) =>
      /mso-list\s*:/i.test(styleText(paragraph)) &&
      !/mso-list\s*:\s*none/i.test(styleText(paragraph)) &&
      !paragraph.closest("li"),
  );
  let open = []; // the lists from the outermost to the present one
  let last = null;
  for (const paragraph of items) {
    if (/^H\d$/.test(paragraph.tagName)) {
      takeMarker(paragraph); // a numbered heading stays a heading
      continue;
    }
    const level = Number(LEVEL.exec(styleText(paragraph))?.[1] ?? 1);
    const kind = ORDERED.test(takeMarker(paragraph)) ? "ol" : "ul";
    if (!last || nextBlock(last) !== paragraph) open = [];
    open = open.slice(0, level);
    if (open.length && open.at(-1).tagName.toLowerCase() !== kind && open.length === level)
      open = open.slice(0, level - 1);
    last = place(paragraph, kind, open, level);
  }
}

/** The bullet or number of an item, taken out of its text. */
function takeMarker(paragraph) {
  const marker = [...paragraph.querySelectorAll("span")].find((span) =>
    /mso-list\s*:\s*ignore/i.test(styleText(span)),
  );
  const text = marker?.textContent.replace(/[\s\u00a0]+/g, "") ?? "";
  marker?.remove();
  return text;
}

/** Puts a paragraph into the list of its level, opening what is missing. The outermost list. */
function place(paragraph, kind, open, level) {
  const page = paragraph.ownerDocument;
  if (!open.length) {
    open.push(page.createElement(kind));
    paragraph.before(open[0]);
  }
  while (open.length < level) {
    const inner = page.createElement(kind);
    const holder =
      open.at(-1).lastElementChild ?? open.at(-1).appendChild(page.createElement("li"));
    holder.append(inner);
    open.push(inner);
  }
  const item = page.createElement("li");
  item.append(paragraph);
  open.at(-1).append(item);
  return open[0];
}

/** The block after a list, past the white space between them. */
function nextBlock(element) {
  let next = element.nextSibling;
  while (next && next.nodeType === Node.TEXT_NODE && !next.data.trim()) next = next.nextSibling;
  return next;
}

/** Google Docs writes <ul><li>…</li><ul>…</ul></ul>: the inner list belongs to the item before it. */
export function gatherNestedLists(body) {
  for (const list of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
    else {
      const item = body.ownerDocument.createElement("li");
      list.before(item);
      item.append(list);
    }
  }
  for (const item of body.querySelectorAll("li")) {
    if (item.parentElement.matches("ul,ol")) continue;
    const list = body.ownerDocument.createElement("ul");
    item.before(list);
    list.append(item);
  }
}
