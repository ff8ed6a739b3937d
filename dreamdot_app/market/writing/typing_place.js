// Where somebody was typing when a page took its form away to draw it anew, as it does when a lost
// connection is found: the cursor and the scrolling come back with what was typed meanwhile, so that
// one simply writes on.

const SOON_MS = 15_000;
const GAP_MS = 3_000; // a page is drawn anew in less than one second
const left = new Map(); // key → {…, at}
let meanwhile = null; // keys pressed while there is nothing to type into

function remember(key, place) {
  left.set(key, { ...place, at: Date.now() });
  if (place.isFocused) meanwhile ??= new Meanwhile();
}

/** What was remembered a moment ago, once, with the text typed since. */
function recall(key) {
  const place = left.get(key);
  left.delete(key);
  if (!place || Date.now() - place.at > SOON_MS) return null;
  const typed = place.isFocused ? (meanwhile?.take() ?? "") : "";
  return { ...place, typed };
}

const nobodyTypes = () => document.activeElement === document.body;

class Meanwhile {
  #text = "";

  constructor() {
    document.addEventListener("keydown", this, { capture: true });
    this.timer = setTimeout(() => this.take(), GAP_MS);
  }

  handleEvent(event) {
    const isText = event.key.length === 1 || event.key === "Enter";
    const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (!isText || isCommand || !nobodyTypes()) return;
    this.#text += event.key === "Enter" ? "\n" : event.key;
    event.preventDefault();
  }

  take() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this, { capture: true });
    meanwhile = null;
    return this.#text;
  }
}

/** The field of a form that is being typed in. */
export function rememberField(form) {
  const { activeElement: field } = document;
  if (field?.form !== form || !field.name) return;
  const { name, selectionStart: start, selectionEnd: end } = field;
  remember(form.id, { name, start, end, isFocused: true });
}

export function recallField(form) {
  const place = recall(form.id);
  if (!place || !nobodyTypes()) return;
  const field = form.elements.namedItem(place.name);
  field?.focus?.({ preventScroll: true });
  if (place.start === null || !field?.setRangeText) return;
  field.setSelectionRange(place.start, place.end);
  if (!place.typed) return;
  field.setRangeText(place.typed.replaceAll("\n", " "), place.start, place.end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The cursor in an editor whose text is `html`. */
export function rememberCursor(editor, key, html) {
  const { from, to } = editor.state.selection;
  const { top } = editor.view.dom.getBoundingClientRect();
  remember(key, { html, from, to, top, isFocused: editor.isFocused });
}

export function recallCursor(editor, key, html) {
  const place = recall(key);
  if (!place || place.html !== html) return;
  const scroll = () =>
    window.scrollBy({
      top: editor.view.dom.getBoundingClientRect().top - place.top,
      behavior: "instant",
    });
  scroll();
  requestAnimationFrame(scroll); // the toolbar has taken its room by then
  editor.commands.setTextSelection({ from: place.from, to: place.to });
  if (!place.isFocused || !nobodyTypes()) return;
  editor.commands.focus(null, { scrollIntoView: false });
  for (const [index, line] of place.typed.split("\n").entries()) {
    if (index) editor.commands.splitBlock();
    if (line) editor.view.dispatch(editor.state.tr.insertText(line));
  }
}
