// A button that leads to Google, GitHub or Apple: it asks our server where to go, and the whole tab goes
// there. Coming back by the browser's own button must find it ready again.
import { useEffect, useRef, useState } from "react";
import { isOwnPath, postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";

const isAway = (address) => typeof address === "string" && /^https?:\/\//.test(address);

export function ProviderButton({ provider, intent, next, children, ...rest }) {
  const [busy, setBusy] = useState(false);
  const going = useRef(false);
  const settle = () => {
    going.current = false;
    setBusy(false);
  };
  useEffect(() => {
    const onShow = ({ persisted }) => persisted && settle();
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);
  const go = async () => {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    const { ok, body } = await postJson(`/auth/with/${provider}`, { intent, next });
    if (ok && isAway(body.away)) return window.location.assign(body.away);
    if (isOwnPath(body.next)) return window.location.assign(body.next);
    settle();
    tell("toast", { text: body.error || Object.values(body.errors ?? {}).join(" "), tone: "bad" });
  };
  return (
    <button {...rest} type="button" aria-busy={busy || undefined} aria-disabled={busy || undefined} onClick={go}>
      {busy && <span className="dd-ring" aria-hidden="true" />}
      {children}
    </button>
  );
}
