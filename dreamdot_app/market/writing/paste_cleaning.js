// What word processors put on the clipboard, made into what a story may hold. Word, Google Docs,
// LibreOffice, Pages and web pages write the same few things in very different ways; what remains
// here are paragraphs, two kinds of headings, lists, quotes, breaks, links and three marks.

import { gatherNestedLists, makeWordLists } from "./paste_lists.js";
import { styleOf, styleText, withStylesAside } from "./pasted_styles.js";

const GONE = "script,style,meta,link,title,head,template,noscript,iframe,object,embed,svg,math,xml";
const PLAIN_BLOCKS =
  "div,section,article,header,footer,main,aside,center,address,figure,figcaption,pre";
const KEPT = new Set([
  "P",
  "H2",
  "H3",
  "STRONG",
  "EM",
  "S",
  "A",
  "UL",
  "OL",
  "LI",
  "BLOCKQUOTE",
  "HR",
  "BR",
  "IMG",
]);
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,table,tr,td,th,hr,div";
const SCENE_BREAK = /^(?:\*\s*){3,}$|^(?:[•·]\s*){3}$|^⁂$|^#$|^~+$/;

/** {html, pictures}: clean HTML, and how many pictures had to be left out. */
export function cleanPasted(source) {
  const page = new DOMParser().parseFromString(withStylesAside(source), "text/html");
  const { body } = page;
  removeComments(page);
  for (const element of body.querySelectorAll(GONE)) element.remove();
  removeWordLeftovers(body);
  makeWordLists(body);
  gatherNestedLists(body);
  renameHeadings(body);
  markFormatting(body);
  const pictures = removeForeignPictures(body);
  straightenLinks(body);
  unwrapForeign(body);
  wrapLooseText(body);
  tidyText(body);
  breakScenes(body);
  dropEmpty(body);
  return { html: body.innerHTML.trim(), pictures };
}

const rename = (element, tag) => {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
};

const unwrap = (element) => element.replaceWith(...element.childNodes);

function removeComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

/** Word's tracked deletions, its comments and its own elements (`o:p`, `v:shape`, `w:sdt`). */
function removeWordLeftovers(body) {
  for (const element of [...body.querySelectorAll("*")]) {
    const hidden = /display\s*:\s*none|mso-hide\s*:\s*all/i.test(styleText(element));
    const comment =
      /MsoComment|msocomanchor/i.test(element.className) ||
      /mso-comment|mso-element:comment/i.test(styleText(element));
    if (hidden || comment || element.tagName === "DEL") element.remove();
    else if (element.tagName.includes(":")) unwrap(element);
  }
}

/** The largest heading becomes h2, what is below it h3; Word's and Docs' titles are headings too. */
function renameHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p.title")) rename(title, "h1");
  const levels = [...body.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) =>
    Number(heading.tagName[1]),
  );
  const largest = Math.min(...levels);
  for (const heading of body.querySelectorAll("h1,h2,h3,h4,h5,h6"))
    rename(heading, Number(heading.tagName[1]) === largest ? "h2" : "h3");
}

const isBold = (style) => /^(?:bold|bolder|[6-9]00)$/.test(style.fontWeight);
const isLight = (style) => /^(?:normal|lighter|[1-5]00)$/.test(style.fontWeight);

/** Bold, italic and struck text, whether said by an element or by a style; styles win. */
function markFormatting(body) {
  for (const element of [
    ...body.querySelectorAll(
      "b,strong,i,em,cite,s,strike,span,font,u,ins,code,kbd,tt,small,mark,sub,sup,label,a",
    ),
  ]) {
    const style = styleOf(element);
    const named = (...tags) => tags.includes(element.tagName);
    const strong = named("B", "STRONG") ? !isLight(style) : isBold(style);
    const em = named("I", "EM", "CITE")
      ? style.fontStyle !== "normal"
      : /italic|oblique/.test(style.fontStyle);
    const struck =
      named("S", "STRIKE") || /line-through/.test(style.textDecorationLine || style.textDecoration);
    const tags = [struck && "s", em && "em", strong && "strong"].filter(Boolean);
    wrapInside(element, tags);
    if (!named("A")) unwrap(element);
  }
  for (const heading of body.querySelectorAll("h2,h3"))
    for (const bold of [...heading.querySelectorAll("strong")]) unwrap(bold); // a heading is bold as it is
}

/** The contents of an element inside new elements; blocks inside it keep to themselves. */
function wrapInside(element, tags) {
  if (!tags.length || !element.textContent.trim()) return;
  const holders = element.querySelector(BLOCKS)
    ? [...element.querySelectorAll("p,h2,h3,li")].filter((one) => !one.querySelector(BLOCKS))
    : [element];
  for (const holder of holders)
    for (const tag of tags) {
      const mark = holder.ownerDocument.createElement(tag);
      mark.append(...holder.childNodes);
      holder.append(mark);
    }
}

/** Pictures that are not ours cannot stay: the server would drop them. How many there were. */
function removeForeignPictures(body) {
  const foreign = [...body.querySelectorAll("img")].filter(
    (picture) => !/^\/media\//.test(picture.getAttribute("src") ?? ""),
  );
  for (const picture of foreign) picture.remove();
  return foreign.filter((picture) => picture.getAttribute("src") && !isTrackingDot(picture)).length;
}

const isTrackingDot = (picture) =>
  picture.getAttribute("width") === "1" && picture.getAttribute("height") === "1";

function straightenLinks(body) {
  for (const link of [...body.querySelectorAll("a")]) {
    const href = redirected(link.getAttribute("href") ?? "");
    if (/^(?:https?:\/\/|mailto:)/i.test(href)) link.setAttribute("href", href);
    else unwrap(link); // anchors, footnote marks, files
  }
}

/** Where a link of Google Docs leads to, which goes through google.com/url?q=. */
function redirected(href) {
  try {
    const url = new URL(href);
    const leads =
      url.hostname === "www.google.com" && url.pathname === "/url" && url.searchParams.get("q");
    return leads || href;
  } catch {
    return href;
  }
}

/** Everything that a story does not know: its contents stay, as paragraphs where it was a block. */
function unwrapForeign(body) {
  for (const element of [...body.querySelectorAll("td,th,caption,dt,dd")]) rename(element, "div");
  for (const element of [...body.querySelectorAll(PLAIN_BLOCKS)].reverse()) {
    if (element.querySelector("p,h2,h3,ul,ol,blockquote,hr,div")) {
      wrapLooseText(element);
      unwrap(element);
    } else rename(element, "p");
  }
  for (const element of [...body.querySelectorAll("*")]) {
    if (!KEPT.has(element.tagName)) unwrap(element);
    else
      for (const { name } of [...element.attributes])
        if (!(element.tagName === "A" && name === "href") && element.tagName !== "IMG")
          element.removeAttribute(name);
  }
}

/** Text and marks that stand among blocks become paragraphs; breaks among blocks are only air. */
function wrapLooseText(parent) {
  if (!parent.querySelector("p,h2,h3,ul,ol,blockquote,hr")) return;
  let paragraph = null;
  for (const node of [...parent.childNodes]) {
    const isBlock =
      node.nodeType === Node.ELEMENT_NODE &&
      node.matches("p,h2,h3,ul,ol,blockquote,hr,img,div,table");
    if (isBlock || (node.nodeName === "BR" && !paragraph)) {
      paragraph = null;
      if (node.nodeName === "BR") node.remove();
    } else if (paragraph || node.textContent.trim()) {
      if (!paragraph) node.before((paragraph = parent.ownerDocument.createElement("p")));
      paragraph.append(node);
    }
  }
}

/** Runs of spaces and of hard spaces are one; none at the edges of a block. */
function tidyText(body) {
  for (const quote of body.querySelectorAll("blockquote")) wrapAll(quote);
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.data = text.data.replace(/[ \t\r\n\f]+/g, " ").replace(/[ \u00a0]{2,}/g, " ");
  }
  for (const block of body.querySelectorAll("p,h2,h3,li")) {
    trimEdge(block, "firstChild", /^[ \u00a0]+/);
    trimEdge(block, "lastChild", /[ \u00a0]+$/);
  }
}

/** The text of a quote that has no paragraphs becomes one. */
function wrapAll(quote) {
  if (quote.querySelector("p,h2,h3,ul,ol,hr")) return wrapLooseText(quote);
  const paragraph = quote.ownerDocument.createElement("p");
  paragraph.append(...quote.childNodes);
  return quote.append(paragraph);
}

function trimEdge(block, side, spaces) {
  let node = block[side];
  while (
    node &&
    (node.nodeName === "BR" || (node.nodeType === Node.TEXT_NODE && !node.data.replace(spaces, "")))
  ) {
    node.remove();
    node = block[side];
  }
  while (
    node &&
    node.nodeType === Node.ELEMENT_NODE &&
    !/^(?:UL|OL|P|IMG|BLOCKQUOTE)$/.test(node.nodeName)
  )
    node = node[side];
  if (node?.nodeType === Node.TEXT_NODE) node.data = node.data.replace(spaces, "");
}

/** A line of three stars is how manuscripts write a break. */
function breakScenes(body) {
  for (const paragraph of [...body.querySelectorAll("p")])
    if (SCENE_BREAK.test(paragraph.textContent.trim()) && !paragraph.querySelector("img"))
      paragraph.replaceWith(body.ownerDocument.createElement("hr"));
  for (const rule of [...body.querySelectorAll("p hr")]) {
    const paragraph = rule.closest("p");
    paragraph.after(rule);
  }
}

const isEmpty = (element) => !element.textContent.trim() && !element.querySelector("img,hr");

function dropEmpty(body) {
  const marks = /^(?:STRONG|EM|S|A)$/;
  for (const element of [
    ...body.querySelectorAll("strong,em,s,a,p,h2,h3,li,ul,ol,blockquote"),
  ].reverse()) {
    if (!isEmpty(element)) continue;
    if (marks.test(element.nodeName) && element.textContent) unwrap(element);
    else element.remove();
  }
  for (const parent of [body, ...body.querySelectorAll("ul,ol,li,blockquote")]) {
    if (!parent.querySelector("p,h2,h3,ul,ol,blockquote,hr")) continue;
    for (const node of [...parent.childNodes])
      if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) node.remove();
  }
}
