// The editor's text in the hidden field: a moment after the last keystroke, at once when somebody
// asks (`draft:flush` on the form), and back again when the field was restored (`draft:restored`).

import { useEffect, useLayoutEffect } from "react";

import { showErrors } from "./draft_form.js";
import { recallCursor, rememberCursor } from "./typing_place.js";

const PAUSE_MS = 300;
const LONGEST_WAIT_MS = 2_000;

/** The text as HTML, without the empty paragraphs that the editor keeps at the end to click into. */
export const htmlOf = (editor) =>
  editor.isEmpty ? "" : editor.getHTML().replace(/(?:<p>(?:<br[^>]*>)?<\/p>)+$/, "");

/** `begun` is the field's value that the editor was made with. */
export function useMirror(editor, fieldId, begun) {
  useLayoutEffect(() => {
    const field = document.getElementById(fieldId);
    const mirror = new Mirror(editor, field, begun);
    const { form } = field;
    const flush = () => mirror.flush();
    const restore = () => mirror.read();
    editor.on("update", mirror.changed);
    field.addEventListener("draft:restored", restore);
    form?.addEventListener("draft:flush", flush);
    form?.addEventListener("submit", flush, { capture: true });
    return () => {
      mirror.flush();
      rememberCursor(editor, fieldId, field.value);
      editor.off("update", mirror.changed);
      field.removeEventListener("draft:restored", restore);
      form?.removeEventListener("draft:flush", flush);
      form?.removeEventListener("submit", flush, { capture: true });
    };
  }, [editor, fieldId, begun]);
  useEffect(() => {
    recallCursor(editor, fieldId, document.getElementById(fieldId).value);
  }, [editor, fieldId]);
}

class Mirror {
  #timer = 0;
  #since = 0;

  constructor(editor, field, begun) {
    Object.assign(this, { editor, field, original: begun });
    field.value = String(field.value); // from now on it follows us, not its default
    this.read(); // the field may have been restored between the editor's creation and now
  }

  /** The text in the field becomes the editor's, as a step that can be undone. */
  read() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.field.value !== this.original)
      this.editor.commands.setContent(this.field.value, { emitUpdate: false });
    // What the server wrote and what the editor makes of it differ in small things: not a change.
    this.original = this.field.value;
    this.untouched = htmlOf(this.editor);
  }

  changed = ({ transaction }) => {
    if (!transaction.docChanged) return;
    this.#forgive();
    this.#since ||= Date.now();
    clearTimeout(this.#timer);
    const longest = this.#since + LONGEST_WAIT_MS - Date.now();
    this.#timer = setTimeout(() => this.flush(), Math.max(0, Math.min(PAUSE_MS, longest)));
  };

  /** What was said of the text is not said any more of a text that is being mended. */
  #forgive() {
    const { form, name } = this.field;
    if (form) showErrors(form, { [name]: "" });
  }

  flush() {
    if (!this.#timer || this.editor.isDestroyed) return;
    clearTimeout(this.#timer);
    this.#timer = this.#since = 0;
    const html = htmlOf(this.editor);
    const value = html === this.untouched ? this.original : html;
    if (value === this.field.value) return;
    this.field.value = value;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
