// Buttons that speak with a passkey, and say under themselves what went wrong.
import { useContext, useRef, useState } from "react";
import { askPasskey, makePasskey } from "$/public/external/dreamdot_app/accounts/factors/pieces/passkeys.js";
import { isOwnPath } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { TextField } from "$/public/external/dreamdot_app/ui/form_pieces/fields.jsx";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

/** One at a time; the next page is opened, anything else is said. Answers [busy, body, run]. */
function useExchange() {
  const [busy, setBusy] = useState(false);
  const [body, setBody] = useState({});
  const running = useRef(false);
  const run = async (exchange) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setBody({});
    const answered = await exchange();
    if (isOwnPath(answered.next)) return window.location.assign(answered.next);
    running.current = false;
    setBusy(false);
    setBody(answered);
  };
  return [busy, body, run];
}

export function Refusal({ words }) {
  return (
    <div aria-live="assertive" role={words ? "alert" : undefined}>
      {words && (
        <p className="flex items-start gap-2.5 rounded-field bg-error/8 px-3.5 py-3 text-sm font-medium text-error">
          <Glyph name="circle-alert" size={18} className="mt-px shrink-0" />
          <span>{words}</span>
        </p>
      )}
    </div>
  );
}

export function PasskeyButton({ ask, answer, payload, className = "", children, ...rest }) {
  const [busy, body, run] = useExchange();
  return (
    <div className="space-y-3">
      <button
        {...rest}
        type="button"
        className={className}
        aria-busy={busy || undefined}
        aria-disabled={busy || undefined}
        onClick={() => run(() => askPasskey({ ask, answer, payload }))}
      >
        {busy ? <span className="dd-ring" aria-hidden="true" /> : <Glyph name="key-round" size={18} />}
        {children}
      </button>
      <Refusal words={body.error} />
    </div>
  );
}

/** A name for a new passkey, and the button that makes it. */
export function AddPasskey({ ask, answer, suggestion, maxLength, className = "" }) {
  const [busy, body, run] = useExchange();
  const send = (event) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    run(() => makePasskey({ ask, answer, payload: { name } }));
  };
  return (
    <FormContext value={{ errors: body.errors ?? {}, saving: busy, clear: () => {} }}>
      <form noValidate onSubmit={send} aria-busy={busy} className={`space-y-3 ${className}`}>
        <div className="flex flex-col gap-3 sm:flex-row sm:items-start">
          <div className="min-w-0 flex-1">
            <TextField name="name" label="Name" help={suggestion} maxLength={maxLength} autoComplete="off" />
          </div>
          <button type="submit" className="btn sm:mt-[1.625rem]" aria-busy={busy || undefined} aria-disabled={busy || undefined}>
            {busy ? <span className="dd-ring" aria-hidden="true" /> : <Glyph name="plus" size={18} />}
            Add a passkey
          </button>
        </div>
        <Refusal words={body.error} />
      </form>
    </FormContext>
  );
}
