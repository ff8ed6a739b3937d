// Buying by one press. It is posted and not an event of the page: an event that is pressed without a
// connection waits in a queue, and would move money after it was declined.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { expectAnswer, presence } from "$/public/external/dreamdot_app/ui/browser/server_watch.js";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const AWAY = {
  lost: "You are offline. Nothing was bought; try again when the connection is back.",
  silent: "DreamDot does not answer just now. Nothing was bought; try again in a moment.",
};
// The balance, whether one may, the work itself, its price: the page says something else than it is.
const NOT_TRUE_ANY_MORE = new Set([402, 403, 404, 409]);
const UNKNOWN =
  "No answer came. Look into your library before you try again: nothing is ever paid for twice.";

/** One press at a time. `say` shows a refusal, `isWaited` tells whether anybody still looks at it,
    `onStale` asks for the page anew where it is not true any more. */
function usePurchase({ workId, priceMinor, readUrl, onBought, onStale, say, isWaited }) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);

  const open = (happenedBefore) => {
    const waited = isWaited();
    const text = happenedBefore ? "Already yours." : "It is yours now.";
    tell("toast", { text, tone: "good", action: waited ? undefined : { label: "Open", href: readUrl } });
    return waited ? navigate(readUrl) : onStale?.();
  };
  const refuse = (status, body) => {
    if (status === 401) return navigate(`/signin?next=${encodeURIComponent(location.pathname)}`);
    if (NOT_TRUE_ANY_MORE.has(status)) onStale?.();
    const words = body.error ?? Object.values(body.errors ?? {}).join(" ");
    return say(status === 0 ? UNKNOWN : words);
  };
  const buy = async () => {
    if (sending.current) return;
    const away = AWAY[presence()];
    if (away) return say(away);
    sending.current = true;
    setBusy(true);
    say("");
    expectAnswer();
    const { ok, status, body } = await postJson(`/api/works/${workId}/purchase`, { price_minor: priceMinor });
    setBusy(false);
    sending.current = ok; // the second click of a double click may come when all is done
    if (!ok) return refuse(status, body);
    onBought?.();
    return open(body.happened_before);
  };
  return { buy, busy };
}

function Press({ busy, onClick, className, children, ...rest }) {
  return (
    <button {...rest} type="button" className={className} aria-busy={busy} aria-disabled={busy || undefined} onClick={onClick}>
      {busy && <span className="dd-ring" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** For what is free: taken without a question. */
export function TakeButton({ workId, readUrl, onBought, onStale, className, children, ...rest }) {
  const button = useRef(null);
  const say = (words) => words && tell("toast", { text: words, tone: "bad" });
  const isWaited = () => button.current !== null;
  const { buy, busy } = usePurchase({ workId, priceMinor: 0, readUrl, onBought, onStale, say, isWaited });
  return (
    <span ref={button} className="contents">
      <Press {...rest} busy={busy} className={className} onClick={buy}>
        {children}
      </Press>
    </span>
  );
}

/** The foot of the dialog: what was refused, "Not now", and the button that pays. */
export function PurchaseFoot({ workId, priceMinor, readUrl, mayPay, onBought, onStale, children }) {
  const foot = useRef(null);
  const [words, setWords] = useState("");
  const dialog = () => foot.current?.closest("dialog");
  const isWaited = () => dialog()?.open ?? false;
  const purchase = { workId, priceMinor, readUrl, onBought, onStale, say: setWords, isWaited };
  const { buy, busy } = usePurchase(purchase);
  useEffect(() => {
    const around = dialog();
    const forget = () => setWords("");
    around?.addEventListener("close", forget);
    return () => around?.removeEventListener("close", forget);
  }, []);
  return (
    <div ref={foot} className="w-full">
      <p role="alert" className={words ? "mb-4 flex items-start gap-2.5 rounded-field bg-error/8 px-3.5 py-3 text-sm font-medium text-error" : "hidden"}>
        {words && <Glyph name="circle-alert" size={18} className="mt-px shrink-0" />}
        <span>{words}</span>
      </p>
      <div className="flex justify-end gap-2">
        {/* what is on its way cannot be declined any more */}
        <button type="button" className="btn" disabled={busy} onClick={() => dialog().close()}>
          Not now
        </button>
        <Press id="confirm-purchase" className="btn btn-primary" busy={busy} disabled={!mayPay} onClick={buy}>
          {children}
        </Press>
      </div>
    </div>
  );
}
