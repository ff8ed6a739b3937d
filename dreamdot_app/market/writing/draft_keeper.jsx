// What a writer sees of the keeping of a draft: a line in the header, and a bar when a decision is
// needed. The keeping itself is in draft_sync.js.

import { useLayoutEffect, useRef, useState } from "react";

import { ConflictBar, Notice } from "./draft_notices.jsx";
import { draftForm } from "./draft_form.js";
import { DraftStore } from "./draft_store.js";
import { DraftSync } from "./draft_sync.js";
import { Icon } from "./icons.jsx";
import { sendJson } from "./requests.js";

const number = new Intl.NumberFormat("en");
const keepers = new Map(); // form's id → {sync, form}
const syncs = new Map(); // url → DraftSync: they outlive the form, which may be drawn again

/** The keeper of a form, for buttons that need the draft saved before they go on. */
export const keeperOf = (formId) => keepers.get(formId);

const PHASES = {
  saved: { icon: "cloud-check", words: "Saved" },
  saving: { icon: "cloud-upload", words: "Saving…" },
  offline: { icon: "cloud-off", words: "Offline, kept on this device" },
  failed: { icon: "cloud-alert", words: "Not saved yet, kept on this device" },
  refused: { icon: "cloud-alert", words: "Saved, except what is marked" },
  conflict: { icon: "cloud-alert", words: "Changed somewhere else" },
  gone: { icon: "cloud-alert", words: "Cannot be saved, kept on this device" },
};

export function DraftKeeper({ formId, url, revision, words = 0, signInUrl = "/signin" }) {
  const [state, setState] = useState({ phase: "saved", words, others: [] });
  const sync = useRef(null);
  useLayoutEffect(() => {
    const keeping = keep({ formId, url, revision, words, say: setState, known: sync });
    return keeping.end;
    // The revision of the first paint counts: later ones are the keeper's own doing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [formId, url]);

  return (
    <>
      <Status state={state} signInUrl={signInUrl} />
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

/** Announced once, when it changes for longer: not the coming and going of "Saving…". */
function Status({ state, signInUrl }) {
  const { phase, words, message } = state;
  const settled = useRef("saved");
  if (phase !== "saving") settled.current = phase;
  if (phase === "signed-out") return <SignedOut url={signInUrl} />;
  const { icon, words: text } = PHASES[phase];
  return (
    <p
      data-draft={phase}
      className="flex min-w-0 items-center gap-1.5 text-sm text-muted"
      title={message || undefined}
    >
      <Icon name={icon} />
      <span className="truncate">
        <span role="status" className={phase === "saving" ? "sr-only" : ""}>
          {message || PHASES[settled.current]?.words}
        </span>
        {phase === "saving" && <span aria-hidden="true">{text}</span>}
        {phase === "saved" &&
          words > 0 &&
          `, ${number.format(words)} ${words === 1 ? "word" : "words"}`}
      </span>
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

/** Begins to keep a form, as soon as it is on the page. `known.current` is the DraftSync. */
function keep({ formId, url, revision, words, say, known }) {
  const ending = new AbortController();
  const { signal } = ending;
  const form = draftForm(formId);
  const begin = () => {
    const sync = syncs.get(url) ?? newSync({ form, url, revision, words, say });
    if (syncs.has(url)) sync.attach({ say, revision, words });
    else sync.start();
    syncs.set(url, sync);
    known.current = sync;
    keepers.set(formId, { sync, form });
    watch(sync, form, signal);
  };
  whenThere(form, begin, signal);
  const end = () => {
    ending.abort();
    keepers.delete(formId);
    known.current?.detach();
    known.current = null;
  };
  return { end };
}

const newSync = ({ form, url, revision, words, say }) =>
  new DraftSync({
    form,
    store: new DraftStore(url),
    say,
    revision,
    words,
    send: (fields, base, options) => sendJson("PUT", url, { ...fields, revision: base }, options),
    theirs: async () => (await sendJson("GET", url)).body,
  });

function whenThere(form, begin, signal) {
  if (form.isThere()) return begin();
  const observer = new MutationObserver(() => {
    if (!form.isThere()) return;
    observer.disconnect();
    begin();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
  return undefined;
}

/** Everything that tells that something changed, or that this may be the last moment. */
function watch(sync, form, signal) {
  const onChange = (event) => form.owns(event.target) && sync.changed();
  const onVisibility = () =>
    document.visibilityState === "hidden" ? sync.leave({ gone: false }) : sync.wake();
  document.addEventListener("input", onChange, { signal });
  document.addEventListener("change", onChange, { signal });
  document.addEventListener("visibilitychange", onVisibility, { signal });
  window.addEventListener("focus", () => sync.wake(), { signal });
  window.addEventListener("online", () => sync.wake(), { signal });
  window.addEventListener("pagehide", () => sync.leave({ gone: true }), { signal });
  window.addEventListener("pageshow", (event) => event.persisted && sync.changed(), { signal });
}
