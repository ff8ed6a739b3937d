// Styles of pasted text. Our pages' policy lets nobody bring any: the browser would refuse each as it
// reads the text, and report it. They say what was bold, so they are kept aside as data, and read.

const TAG = /<[a-z][^<>]*>/gi;
const STYLE = /\sstyle(?=\s*=)/gi;
const ASIDE = "data-style";

/** HTML in which no element has a style, and each still says which it had. */
export const withStylesAside = (html) =>
  html.replace(TAG, (tag) => tag.replace(STYLE, ` ${ASIDE}`));

/** What an element's style attribute said. */
export const styleText = (element) => element.getAttribute(ASIDE) ?? "";

/** The same, understood. */
export function styleOf(element) {
  const { style } = document.createElement("i");
  style.cssText = styleText(element);
  return style;
}
