// A line at the top while the page has lost its server. Reflex tries again by itself; its list of
// failures empties when it succeeds. A hiccup of less than a second is not worth a word.
import { useContext, useEffect, useState, useSyncExternalStore } from "react";
import { EventLoopContext } from "$/utils/context-registry";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const WORTH_A_WORD_MS = 900;

/** A browser without a network knows at once; its websocket would take a while to notice. */
function onNetworkChange(listener) {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

export function ConnectionBar() {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const online = useSyncExternalStore(onNetworkChange, () => navigator.onLine, () => true);
  const lost = errors.length > 0 || !online;
  const tooLarge = errors.some((error) => error.code === "hydration_payload_too_large");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), WORTH_A_WORD_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="dd-connection">
          <Glyph name={tooLarge ? "circle-alert" : "wifi-off"} size={18} />
          {tooLarge
            ? "This browser keeps too much about DreamDot. Clear its site data, then reload."
            : "No connection. Trying again; nothing you typed is lost."}
        </p>
      )}
    </div>
  );
}
