// A button that POSTs to one of our routes: signing out, following. The answer opens the next page
// or is said as a toast.
import { useRef, useState } from "react";
import { isOwnPath, postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";

export function PostButton({ action, payload, onDone, children, ...rest }) {
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const send = async () => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    const { ok, body } = await postJson(action, payload ?? {});
    if (isOwnPath(body.next)) return window.location.assign(body.next);
    sending.current = false;
    setBusy(false);
    if (ok) onDone?.(body);
    const words = ok ? body.message : body.error || Object.values(body.errors ?? {}).join(" ");
    if (words) tell("toast", { text: words, tone: ok ? "good" : "bad" });
  };
  return (
    <button {...rest} type="button" aria-busy={busy || undefined} aria-disabled={busy || undefined} onClick={send}>
      {busy && <span className="dd-ring" aria-hidden="true" />}
      {children}
    </button>
  );
}
