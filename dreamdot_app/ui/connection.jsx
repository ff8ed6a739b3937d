// A line at the edge of the screen while the page has lost its server, or while the server does not
// answer. Reflex tries again by itself; its list of failures empties when it succeeds. A hiccup of
// less than a second is not worth a word. Meanwhile links stay where they are: the next page could
// not be fetched, and the browser would put a page of its own in place of this one.
import { useContext, useEffect, useRef, useState } from "react";
import { EventLoopContext } from "$/utils/context-registry";
import { linkOf } from "$/public/external/dreamdot_app/ui/browser/links.js";
import { expectAnswer, presence, tellLost, usePresence } from "$/public/external/dreamdot_app/ui/browser/server_watch.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const WORTH_A_WORD_MS = 900;
const WORDS = {
  lost: "No connection. Trying again; nothing you typed is lost.",
  silent: "DreamDot does not answer. Nothing you typed is lost.",
};
const HELD = {
  link: {
    lost: "No connection. You stay on this page until it is back.",
    silent: "DreamDot does not answer. You stay on this page until it does.",
  },
  deed: {
    lost: "No connection. Nothing was done; press it again when it is back.",
    silent: "DreamDot does not answer. Nothing was done; press it again when it does.",
  },
};
const TOO_LARGE = "This browser keeps too much about DreamDot. Clear its site data, then reload.";

/** What was pressed in vain while the server was away: a "link", or a "deed" that Reflex would keep
    in its queue and do later, when nobody wants it any more. "" for nothing. */
function useHeld(away) {
  const [held, setHeld] = useState("");
  useEffect(() => {
    const hold = (event) => {
      const deed = event.target.closest?.("[data-now-or-never]");
      if (!deed && !linkOf(event)) return;
      if (presence() === "here") return expectAnswer();
      event.preventDefault();
      if (deed) event.stopPropagation();
      setHeld(deed ? "deed" : "link");
    };
    addEventListener("click", hold, true);
    return () => removeEventListener("click", hold, true);
  }, []);
  useEffect(() => {
    if (!away) setHeld("");
  }, [away]);
  return held;
}

/** Silence has lasted when it is told; a lost connection may be back before it is read. */
function useWorthAWord(now, held) {
  const [shown, setShown] = useState("here");
  useEffect(() => {
    if (now !== "lost" || held) return setShown(now);
    const timer = setTimeout(() => setShown(now), WORTH_A_WORD_MS);
    return () => clearTimeout(timer);
  }, [now, held]);
  return shown;
}

/** The topmost of the top layer, also above a dialog that opens while it is shown. */
function useTopmost(bar, isShown) {
  useEffect(() => {
    if (!isShown) return undefined;
    const rise = () => {
      if (bar.current.matches(":popover-open")) bar.current.hidePopover();
      bar.current.showPopover();
    };
    rise();
    const watcher = new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.tagName === "DIALOG" && target.open)) rise();
    });
    watcher.observe(document.body, { subtree: true, attributeFilter: ["open"] });
    return () => watcher.disconnect();
  }, [isShown]);
}

export function ConnectionBar() {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const bar = useRef(null);
  const lost = errors.length > 0;
  useEffect(() => tellLost(lost), [lost]);
  const now = usePresence();
  const held = useHeld(now !== "here");
  const shown = useWorthAWord(now, held);
  const isShown = shown !== "here";
  const tooLarge = errors.some((error) => error.code === "hydration_payload_too_large");
  useTopmost(bar, isShown);
  return (
    <div role="status" aria-live="polite">
      {isShown && (
        <p ref={bar} popover="manual" className="dd-connection">
          <Glyph name={tooLarge ? "circle-alert" : "wifi-off"} size={18} className="shrink-0" />
          {tooLarge ? TOO_LARGE : (HELD[held] ?? WORDS)[shown]}
        </p>
      )}
    </div>
  );
}
