// What a writer sees of the keeping of a draft: a line in the header, and a bar when a decision is
// needed. The keeping itself is in draft_keeping.js and draft_sync.js.

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { listen } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { DeskMessage } from "./desk_message.jsx";
import { sayOnDesk, sayWhatIsSo } from "./desk_words.js";
import { forgetDraft, keep } from "./draft_keeping.js";
import { ConflictBar, Notice } from "./draft_notices.jsx";
import { Icon } from "./icons.jsx";

const number = new Intl.NumberFormat("en");
// `short` stands where a phone has no room for all the words.
const PHASES = {
  saved: { icon: "cloud-check", words: "Saved", aloud: "All of it is saved." },
  saving: { icon: "cloud-upload", words: "Saving…" },
  offline: {
    icon: "cloud-off",
    words: "Offline, kept on this device",
    short: "Offline",
    aloud: "You are offline. What you write is kept on this device.",
  },
  failed: {
    icon: "cloud-alert",
    words: "Not saved yet, kept on this device",
    short: "Not saved yet",
    aloud: "It could not be saved yet. It is kept on this device.",
  },
  refused: {
    icon: "cloud-alert",
    words: "Saved, except what is marked",
    short: "Not all saved",
    aloud: "Some fields are marked. All else is saved.",
  },
  conflict: {
    icon: "cloud-alert",
    words: "Changed somewhere else",
    short: "Changed elsewhere",
    aloud: "",
  },
  "signed-out": { icon: "cloud-off", words: "Signed out", aloud: "" }, // with a message of its own
  gone: {
    icon: "cloud-alert",
    words: "Cannot be saved, kept on this device",
    short: "Cannot be saved",
    aloud: "This draft cannot be saved any more. It is kept on this device.",
  },
};

export function DraftKeeper({ formId, url, revision, words, fields, signInUrl }) {
  const [state, setState] = useState({ phase: "saved", words, others: [] });
  const sync = useRef(null);
  useLayoutEffect(() => {
    const say = withWords(setState);
    const keeping = keep({ formId, url, revision, words, say, tell: sayOnDesk, known: sync });
    return () => {
      keeping.end();
      sayOnDesk("");
    };
    // With what the form was drawn with; what comes later is for `renew`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [formId, url]);
  useEffect(() => {
    sync.current?.renew({ revision, words, fields });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [revision]);
  useEffect(() => listen("draft_deleted", forgetDraft), []);

  return (
    <>
      <Status state={state} signInUrl={signInUrl} />
      <DeskMessage />
      {state.phase === "conflict" ? (
        <ConflictBar
          conflict={state.conflict}
          onMine={() => sync.current.keepMine()}
          onTheirs={() => sync.current.takeTheirs()}
        />
      ) : (
        <Notice
          state={state}
          onBring={(copy) => sync.current.bring(copy)}
          onForget={() => sync.current.forgetOthers()}
          onClose={() => sync.current.dismiss()}
        />
      )}
    </>
  );
}

/** What the desk says was said of a phase, and goes with it; a save that comes and goes is none. */
function withWords(show) {
  let settled = "saved";
  return (state) => {
    if (state.phase !== "saving" && state.phase !== settled) {
      settled = state.phase;
      sayOnDesk("");
    }
    sayWhatIsSo();
    show(state);
  };
}

/** What is said aloud stays the same while a save comes and goes: typing is not interrupted. */
function Status({ state, signInUrl }) {
  const { phase, words, message } = state;
  const settled = useRef("saved");
  if (phase !== "saving") settled.current = phase;
  if (phase === "signed-out" && !message) return <SignedOut url={signInUrl} />;
  const { icon, words: text, short } = PHASES[phase];
  const count = `, ${number.format(words)} ${words === 1 ? "word" : "words"}`;
  const long = `${text}${phase === "saved" && words > 0 ? count : ""}`;
  return (
    <p
      data-draft={phase}
      className="flex min-w-0 items-center gap-1.5 text-sm text-muted"
      title={message || undefined}
    >
      <Icon name={icon} />
      <span role="status" className="sr-only">
        {PHASES[settled.current]?.aloud}
      </span>
      <span className={`truncate ${message ? "" : "max-sm:hidden"}`}>{message || long}</span>
      {!message && <span className="truncate sm:hidden">{short ?? text}</span>}
    </p>
  );
}

function SignedOut({ url }) {
  const back = encodeURIComponent(window.location.pathname + window.location.search);
  return (
    <p data-draft="signed-out" role="status" className="flex min-w-0 items-center gap-1.5 text-sm">
      <Icon name="cloud-off" />
      <span className="truncate">
        Signed out:{" "}
        <a className="link font-semibold text-primary" href={`${url}?next=${back}`}>
          sign in again
        </a>
      </span>
    </p>
  );
}
