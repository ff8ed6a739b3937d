// A form that is sent as JSON with fetch, so that neither a keystroke nor a secret passes through
// the page's websocket. It answers beside the fields, keeps what was typed and is sent once.
import { useContext, useRef, useState } from "react";
import { isOwnPath, postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const nameOf = (control) => control.dataset.name || control.name;

/** Everything that the form holds, by name: switches as true or false, all else as text. */
function gather(form, extra) {
  const sent = { ...extra };
  for (const control of form.elements) {
    const name = nameOf(control);
    if (!name || control.disabled || ["file", "submit", "button", "fieldset"].includes(control.type)) continue;
    if (control.type === "checkbox") sent[name] = control.checked;
    else if (control.type !== "radio" || control.checked) sent[name] = control.value;
  }
  return sent;
}

/** What has to be there and is not. All else is judged by the server, everything in one answer. */
function complaint(control) {
  if (!control.validity?.valueMissing) return "";
  return control.type === "checkbox" ? "Tick this to go on." : "Fill this in.";
}

function complaints(form) {
  const found = {};
  for (const control of form.elements) {
    const words = complaint(control);
    if (words && nameOf(control)) found[nameOf(control)] ??= words;
  }
  return found;
}

/** The first field that has an error gets the focus, after the errors are on the page. */
function focusFirst(form, errors) {
  requestAnimationFrame(() => {
    const named = [...form.elements].find((control) => errors[nameOf(control)] && control.type !== "hidden");
    const target = named ?? form.querySelector("[role=alert]");
    target?.focus({ preventScroll: false });
    target?.scrollIntoView({ block: "nearest" });
  });
}

/** Errors of fields that are not in this form are said at its top, none is lost. */
function sorted(form, errors) {
  const known = new Set([...form.elements].map(nameOf));
  const beside = {};
  const above = [];
  for (const [name, words] of Object.entries(errors)) {
    if (name && known.has(name)) beside[name] = words;
    else above.push(words);
  }
  return { beside, above: above.join(" ") };
}

export function PostForm({ action, extra, onDone, reset, busyLabel, className = "", children, ...rest }) {
  const [errors, setErrors] = useState({});
  const [alert, setAlert] = useState("");
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(0);
  const sending = useRef(false);

  const refuse = (form, found, above = "") => {
    const { beside, above: unknown } = sorted(form, found);
    setErrors(beside);
    setAlert([above, unknown].filter(Boolean).join(" "));
    focusFirst(form, beside);
  };

  const accept = (form, body) => {
    setErrors({});
    setAlert("");
    if (isOwnPath(body.next)) {
      window.location.assign(body.next);
      return false; // stays busy until the next page is here
    }
    if (body.message) tell("toast", { text: body.message, tone: "good" });
    if (reset) form.reset();
    setSaved((times) => times + 1);
    onDone?.(body);
    return true;
  };

  const send = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.currentTarget;
    if (sending.current) return;
    const missing = complaints(form);
    if (Object.keys(missing).length) return refuse(form, missing);
    sending.current = true;
    setSaving(true);
    const { ok, body } = await postJson(action, gather(form, extra));
    const idle = ok || isOwnPath(body.next) ? accept(form, body) : (refuse(form, body.errors ?? {}, body.error ?? ""), true);
    if (idle) {
      sending.current = false;
      setSaving(false);
    }
  };

  const clear = (name) =>
    setErrors((known) => (known[name] ? Object.fromEntries(Object.entries(known).filter(([key]) => key !== name)) : known));

  return (
    <FormContext value={{ errors, saving, saved, clear }}>
      <form {...rest} noValidate onSubmit={send} aria-busy={saving} className={`space-y-4 ${className}`}>
        {alert && (
          <p role="alert" tabIndex={-1} className="flex items-start gap-2.5 rounded-field bg-error/8 px-3.5 py-3 text-sm font-medium text-error outline-none">
            <Glyph name="circle-alert" size={18} className="mt-px shrink-0" />
            <span>{alert}</span>
          </p>
        )}
        {children}
      </form>
    </FormContext>
  );
}

export function SubmitButton({ className = "", busyLabel, children, ...rest }) {
  const { saving } = useContext(FormContext);
  return (
    <button {...rest} type="submit" className={className} aria-disabled={saving || undefined} aria-busy={saving || undefined}>
      {saving && <span className="dd-ring" aria-hidden="true" />}
      {saving && busyLabel ? busyLabel : children}
    </button>
  );
}
