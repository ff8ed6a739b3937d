// Where somebody was typing when a page took its form away to draw it anew, as it does when a lost
// connection is found: the cursor and the scrolling come back, so that one simply writes on.

const SOON_MS = 15_000;
const left = new Map(); // key → {…, at}

export const remember = (key, place) => left.set(key, { ...place, at: Date.now() });

/** What was remembered a moment ago, once. */
export function recall(key) {
  const place = left.get(key);
  left.delete(key);
  return place && Date.now() - place.at < SOON_MS ? place : null;
}

const nobodyTypes = () => document.activeElement === document.body;

/** The field of a form that is being typed in. */
export function rememberField(form) {
  const { activeElement: field } = document;
  if (field?.form !== form || !field.name) return;
  const { name, selectionStart: start, selectionEnd: end } = field;
  remember(form.id, { name, start, end });
}

export function recallField(form) {
  const place = recall(form.id);
  if (!place || !nobodyTypes()) return;
  const field = form.elements.namedItem(place.name);
  field?.focus?.({ preventScroll: true });
  if (place.start !== null) field?.setSelectionRange?.(place.start, place.end);
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
  if (place.isFocused && nobodyTypes()) editor.commands.focus(null, { scrollIntoView: false });
}
