// What happens to pasted and dropped things: text is cleaned, pictures go up, too much is refused.

import { DOMSerializer } from "@tiptap/pm/model";

import { refusedFiles } from "./file_drops.js";
import { cleanPasted } from "./paste_cleaning.js";
import { withStylesAside } from "./pasted_styles.js";
import { picturesIn } from "./upload.js";

const MOST_HTML = 6_000_000; // characters; beyond that the plain text is taken
const EMBEDDED = /\ssrc\s*=\s*(?:"data:[^"]*"|'data:[^']*')/gi;
// Word's stylesheets say nothing here, and parsing them breaks the page's policy for styles.
const STYLES = /<style\b[^>]*>[\s\S]*?(?:<\/style\s*>|$)/gi;
const OURS = "data-dreamdot-text";
const number = new Intl.NumberFormat("en");

/**
 * Handlers for the editor. `call.current` offers say(message), upload(files, position) and
 * maxCharacters.
 */
export const pasteHandlers = (call) => ({
  handleDOMEvents: {
    paste(view, event) {
      const refusal = tooMuch(view, event.clipboardData, call.current.maxCharacters);
      if (!refusal) return false;
      event.preventDefault();
      call.current.say(refusal);
      return true;
    },
    drop(view, event) {
      const refusal = tooMuch(view, event.dataTransfer, call.current.maxCharacters);
      if (!refusal) return false;
      event.preventDefault();
      call.current.say(refusal);
      return true;
    },
  },
  handlePaste(view, event) {
    const pictures = picturesIn(event.clipboardData);
    if (!pictures.length || hasWords(event.clipboardData))
      return pasteAsPlain(view, event.clipboardData);
    call.current.upload(pictures);
    return true;
  },
  handleDrop(view, event, slice, moved) {
    const pictures = picturesIn(event.dataTransfer);
    if (moved || !pictures.length) return false;
    event.preventDefault();
    call.current.say(refusedFiles(event.dataTransfer.files));
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    call.current.upload(pictures, place?.pos);
    return true;
  },
  clipboardSerializer: { serializeFragment: serializeMarked },
  transformPastedHTML(source) {
    const html = source.replace(STYLES, "");
    if (html.includes(OURS)) return html; // copied in an editor of ours: it is clean
    const light = html.replace(EMBEDDED, ' src="data:"');
    if (light.length > MOST_HTML) return "";
    const { html: clean, pictures } = cleanPasted(light);
    if (pictures)
      call.current.say(
        `${pictures === 1 ? "A picture" : `${number.format(pictures)} pictures`} in the pasted text could not be taken along. Add ${pictures === 1 ? "it" : "them"} with the picture button.`,
      );
    return clean;
  },
});

/** What is copied here carries our mark: other editors of this kind have other blocks than ours. */
function serializeMarked(fragment, options, target) {
  const { schema } = fragment.firstChild.type;
  const copied = DOMSerializer.fromSchema(schema).serializeFragment(fragment, options, target);
  copied.firstElementChild?.setAttribute(OURS, "");
  return copied;
}

/** Why this paste cannot be taken, or "". Looks at lengths alone: nothing is parsed before. */
function tooMuch(view, data, maxCharacters) {
  const plain = data?.getData("text/plain").length ?? 0;
  const present = plain ? view.state.doc.textContent.length : 0;
  if (present + plain <= maxCharacters) return "";
  return `That is too long to paste: a text may have ${number.format(maxCharacters)} characters, this would make ${number.format(present + plain)}.`;
}

/** Word puts a picture of the copied text beside the text itself: the text is meant. */
function hasWords(data) {
  const html = data.getData("text/html");
  const begin = withStylesAside(html.replace(STYLES, "").slice(0, 200_000));
  const words = new DOMParser().parseFromString(begin, "text/html").body.textContent;
  return Boolean(data.getData("text/plain").trim() || words.trim());
}

/** HTML that is far too long although its text is not: the text without it. */
function pasteAsPlain(view, data) {
  const html = data.getData("text/html");
  if (!html || html.replace(EMBEDDED, "").length <= MOST_HTML) return false;
  view.pasteText(data.getData("text/plain"));
  return true;
}
