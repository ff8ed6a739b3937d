// How strong a new password is, below its field. The password goes to the server over the same channel
// as the form itself, when somebody pauses; it is weighed there and forgotten.
import { useEffect, useRef, useState } from "react";
import { postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";

const PAUSE_MS = 350;
const OF_THE_PERSON = ["username", "email", "display_name"];
const NOTHING = { level: 0, words: "" };
const TONES = ["", "bg-error", "bg-warning", "bg-success", "bg-success"];

function said(form, input, token) {
  const sent = { password: input.value, token };
  for (const name of OF_THE_PERSON) sent[name] = form.elements[name]?.value ?? "";
  return sent;
}

/** Ask after each pause, one question at a time; what was typed meanwhile is asked next. */
function watch(root, token, show) {
  const form = root.closest("form");
  const input = root.parentElement.querySelector("input");
  let waiting = 0;
  let asking = false;
  let again = false;
  let over = false;
  const ask = async () => {
    if (asking) return (again = true);
    asking = true;
    const { ok, body } = await postJson("/auth/strength", said(form, input, token));
    asking = false;
    if (over) return;
    if (!input.value) show(NOTHING);
    else if (ok) show(body);
    if (again) waiting = setTimeout(ask, PAUSE_MS);
    again = false;
  };
  const onInput = () => {
    clearTimeout(waiting);
    if (input.value) waiting = setTimeout(ask, PAUSE_MS);
    else show(NOTHING);
  };
  input.addEventListener("input", onInput);
  return () => {
    over = true;
    clearTimeout(waiting);
    input.removeEventListener("input", onInput);
  };
}

export function Strength({ token = "" }) {
  const root = useRef(null);
  const [{ level, words }, show] = useState(NOTHING);
  useEffect(() => watch(root.current, token, show), [token]);
  return (
    <div ref={root} className="mt-2.5 flex h-5 items-center gap-3">
      <span className="grid flex-1 grid-cols-4 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={`h-1 rounded-full ${step <= level ? TONES[level] : "bg-base-300"}`} />
        ))}
      </span>
      <span className="w-[6.5rem] flex-none text-right text-[.8125rem] text-muted" aria-live="polite" data-strength={level}>
        {words && <span className="sr-only">Strength of the password: </span>}
        {words}
      </span>
    </div>
  );
}
