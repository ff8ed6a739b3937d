// Remembers on <html> and in this browser whether somebody is signed in, so that the next page is
// right from its first paint (boot.js). It decides what is shown, never what is allowed.
import { useEffect } from "react";

export function SessionMark({ ready, signedIn }) {
  useEffect(() => {
    if (!ready) return;
    const session = signedIn ? "in" : "out";
    document.documentElement.dataset.session = session;
    try {
      localStorage.setItem("dreamdot.session", session);
    } catch {
      // a browser that keeps nothing shows the visitor's page for a moment longer
    }
  }, [ready, signedIn]);
  return null;
}
