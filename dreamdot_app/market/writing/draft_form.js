// A form on the page as the keeper of drafts sees it, wherever and however often it is drawn.

import { fieldsOf, markOf, nameOf, readFields, writeFields } from "./draft_fields.js";

/** The adapter that DraftSync is given. The last form seen counts on when it is taken off the page. */
export function draftForm(id) {
  let last = null;
  const present = () => (last = document.getElementById(id) ?? last);
  return {
    isThere: () => document.getElementById(id) !== null,
    owns: (element) => element.form?.id === id,
    read: () => (present() ? readFields(present()) : {}),
    write: (fields) => writeFields(present(), fields),
    flush: () => present()?.dispatchEvent(new CustomEvent("draft:flush")),
    mark: (fields) => markOf(present(), fields),
    isUploading: () => present()?.querySelector("[data-uploading]") != null,
    showErrors: (errors) => showErrors(present(), errors),
    clearError: (name) => showErrors(present(), { [name]: "" }),
    focusError: (errors) => focusError(present(), errors),
  };
}

/** Tells the fields (through the form's context) and the elements that carry data-error-for. */
export function showErrors(form, errors) {
  form.dispatchEvent(new CustomEvent("draft:errors", { detail: errors }));
  for (const [name, message] of Object.entries(errors)) {
    for (const place of errorPlaces(form, name)) {
      place.textContent = message;
      place.hidden = !message;
    }
  }
}

const errorPlaces = (form, name) =>
  [...document.querySelectorAll(`[data-error-for="${CSS.escape(name)}"]`)].filter(
    (place) => (place.closest("form") ?? form) === form,
  );

/** The first field with an error is shown and gets the focus, once the message stands there. */
function focusError(form, errors) {
  requestAnimationFrame(() => {
    const wrong = fieldsOf(form).find((field) => errors[nameOf(field)]);
    if (!wrong) return;
    const place =
      wrong.hidden || wrong.type === "hidden" ? errorPlaces(form, nameOf(wrong))[0] : wrong;
    place?.scrollIntoView({ block: "center" });
    place?.focus?.({ preventScroll: true });
  });
}
