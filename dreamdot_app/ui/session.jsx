// Remembers on <html> and in this browser whether somebody is signed in, so that the next page is
// right from its first paint (boot.js), and tells when that changes in another tab. It decides what
// is shown, never what is allowed.
import { useEffect } from "react";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";

const KEPT_AS = "dreamdot.session";

export function SessionMark({ ready, signedIn }) {
  useEffect(() => {
    if (!ready) return undefined;
    const session = signedIn ? "in" : "out";
    document.documentElement.dataset.session = session;
    try {
      localStorage.setItem(KEPT_AS, session);
    } catch {
      // a browser that keeps nothing shows the visitor's page for a moment longer
    }
    return watchOtherTabs(session);
  }, [ready, signedIn]);
  return null;
}

/** The page stays as it is, for something may have been typed into it; but it says so. */
function watchOtherTabs(session) {
  const onChange = ({ key, newValue }) => {
    if (key !== KEPT_AS || newValue === session) return;
    const text = `You signed ${newValue === "in" ? "in" : "out"} in another tab.`;
    const action = { label: "Reload", run: () => window.location.reload() };
    tell("toast", { text, action, seconds: 0 });
  };
  window.addEventListener("storage", onChange);
  return () => window.removeEventListener("storage", onChange);
}
