// Keeps the drafts of a page: one DraftSync for each address, which outlives the form that it keeps.

import { sendJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { draftForm } from "./draft_form.js";
import { watchLinks } from "./draft_links.js";
import { DraftStore } from "./draft_store.js";
import { DraftSync } from "./draft_sync.js";
import { watchDrops } from "./file_drops.js";

const keepers = new Map(); // form's id → {sync, form}
const syncs = new Map(); // url → DraftSync

/** The keeper of a form, for buttons that need the draft saved before they go on. */
export const keeperOf = (formId) => keepers.get(formId);

/** The draft at `url` was deleted on purpose. */
export function forgetDraft(url) {
  const sync = syncs.get(url);
  syncs.delete(url);
  return sync ? sync.abandon() : new DraftStore(url).forgetAll();
}

/**
 * Begins to keep a form, as soon as it is on the page. `known.current` is the DraftSync; `tell` gets
 * words for the writer, and a function that says whether they still hold.
 */
export function keep({ formId, url, revision, words, say, tell, known }) {
  const ending = new AbortController();
  const { signal } = ending;
  const form = draftForm(formId);
  const begin = () => {
    const sync = syncs.get(url) ?? newSync({ form, url, revision, words, say });
    if (syncs.has(url)) takeUp(sync, { say, revision, words });
    else sync.start();
    syncs.set(url, sync);
    known.current = sync;
    keepers.set(formId, { sync, form });
    watch(sync, form, signal);
    watchLinks({ sync, form, tell, signal });
    watchDrops(tell, signal);
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

function takeUp(sync, drawn) {
  sync.attach(drawn);
  queueMicrotask(() => sync.mark()); // the form listens when all of it is on the page
}

const newSync = ({ form, url, revision, words, say }) =>
  new DraftSync({
    form,
    store: new DraftStore(url),
    say,
    revision,
    words,
    send: (fields, base, options) => sendJson("PUT", url, { ...fields, revision: base }, options),
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
  const onUnload = (event) => form.isUploading() && event.preventDefault(); // asks first
  document.addEventListener("input", onChange, { signal });
  document.addEventListener("change", onChange, { signal });
  document.addEventListener("visibilitychange", onVisibility, { signal });
  window.addEventListener("focus", () => sync.wake(), { signal });
  window.addEventListener("online", () => sync.wake(), { signal });
  window.addEventListener("beforeunload", onUnload, { signal });
  window.addEventListener("pagehide", () => sync.leave({ gone: true }), { signal });
  window.addEventListener("pageshow", (event) => event.persisted && sync.changed(), { signal });
}
