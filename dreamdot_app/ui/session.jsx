// Remembers on <html> and in this browser whose session it is, so that the next page is right from its
// first paint (boot.js), and tells when that changes in another tab. It decides what is shown, never
// what is allowed.
import { useEffect, useRef } from "react";
import { drawnFor, isOwnPath, postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { listen, tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";

const KEPT_AS = "dreamdot.session";
const OUT = "out";
let kept = null; // what this page has written
let asked = null; // whether the browser has another session than this page: a question on its way

export function SessionMark({ ready, person }) {
  const shown = useRef(null); // nothing, until the server has said who it is
  useEffect(() => {
    if (!ready) return;
    const wasIn = shown.current && shown.current !== OUT;
    shown.current = person || OUT;
    document.documentElement.dataset.session = person ? "in" : "out";
    drawnFor(person);
    if (person || !wasIn) keep(shown.current);
    else comeBack(() => keep(OUT));
  }, [ready, person]);
  useEffect(() => watchOtherTabs(shown), []);
  useEffect(() => listen("session_over", (signIn) => comeBack(() => leaveFor(signIn))), []);
  return null;
}

function leaveFor(signIn) {
  if (isOwnPath(signIn)) window.location.replace(signIn);
}

/** A page's socket has the cookie it was opened with. When the session of that one is over, the browser
    may have another: proving oneself in another tab renews it. Then the page loads anew. */
async function comeBack(otherwise) {
  asked ??= postJson("/auth/look", {});
  const { ok, body } = await asked;
  if (body.signed_in) return window.location.reload();
  asked = null;
  if (ok) otherwise();
}

/** A page that was here before somebody signed in or out in another tab learns only that its own
    session has ended. What the other tab has written is younger, and stays. */
function keep(mark) {
  try {
    if (kept !== null && localStorage.getItem(KEPT_AS) !== kept) return;
    localStorage.setItem(KEPT_AS, mark);
    kept = mark;
  } catch {
    // a browser that keeps nothing shows the visitor's page for a moment longer
  }
}

/** The page stays as it is, for something may have been typed into it; but it says so. */
function watchOtherTabs(shown) {
  const onChange = ({ key, newValue }) => {
    if (key !== KEPT_AS || !shown.current || !newValue) return;
    if (newValue === shown.current) return tell("toast", { about: KEPT_AS }); // all is well again
    const action = { label: "Reload", run: () => window.location.reload() };
    tell("toast", { text: wordsFor(newValue, shown.current), action, seconds: 0, about: KEPT_AS });
  };
  window.addEventListener("storage", onChange);
  return () => window.removeEventListener("storage", onChange);
}

function wordsFor(now, before) {
  if (now === OUT) return "You signed out in another tab.";
  if (before === OUT) return "You signed in in another tab.";
  return "Somebody else signed in in another tab. This page still shows the account before.";
}
