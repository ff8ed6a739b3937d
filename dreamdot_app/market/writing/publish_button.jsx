// Publishes a draft: first everything is saved, then it goes out. Pressed twice, it does it once.

import { useContext, useEffect, useRef, useState } from "react";

import { isOwnPath, sendJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { sayOnDesk, takeBack } from "./desk_words.js";
import { keeperOf } from "./draft_keeping.js";

const UNSAVED = {
  offline:
    "You are offline. Publish when the connection is back; your text is kept on this device.",
  failed: "The draft could not be saved just now. Try again in a moment.",
  refused: "Mend what is marked, then publish.",
  conflict: "This draft was changed somewhere else. Choose a version first.",
  "signed-out": "You are signed out. Sign in again, then publish.",
  gone: "This draft cannot be saved any more, so it cannot be published.",
};
const UPLOADING = "A picture is still on its way. Publish when it has arrived.";
const MOST_TRIES = 3; // somebody else may save each time between our look and our press

export function PublishButton({ formId, url, className = "btn btn-primary", children }) {
  useMended();
  const [isBusy, setIsBusy] = useState(false);
  const busy = useRef(false); // state comes too late for the second click of a double click

  const publish = async () => {
    if (busy.current) return;
    busy.current = true;
    setIsBusy(true);
    sayOnDesk("");
    const { next, message, isSo } = await publishDraft(keeperOf(formId), url);
    if (next) return window.location.assign(next); // stays busy until the page is gone
    sayOnDesk(message, isSo);
    busy.current = false;
    setIsBusy(false);
  };
  return (
    <button
      type="button"
      className={className}
      aria-disabled={isBusy}
      aria-busy={isBusy}
      onClick={publish}
    >
      {isBusy && <span className="dd-ring" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** What asks to mend something goes when the last mark has gone. */
function useMended() {
  const { errors } = useContext(FormContext);
  const isMarked = Object.keys(errors).length > 0;
  const wasMarked = useRef(false);
  useEffect(() => {
    if (wasMarked.current && !isMarked) takeBack(UNSAVED.refused);
    wasMarked.current = isMarked;
  }, [isMarked]);
}

/** Somebody else saved since this page looked: the writer chooses, or both say the same. */
async function meet(keeper, url, body, tries) {
  const phase = await keeper.sync.meet(body);
  if (phase === "saved" && tries > 1) return publishDraft(keeper, url, tries - 1);
  return { message: UNSAVED[phase] ?? UNSAVED.failed };
}

/** {next}, or {message, isSo} as `sayOnDesk` takes them. Field errors are shown beside the fields. */
async function publishDraft(keeper, url, tries = MOST_TRIES) {
  if (!keeper) return { message: "The page is still loading. Try again in a moment." };
  const { sync, form } = keeper;
  if (form.isUploading()) return { message: UPLOADING, isSo: form.isUploading };
  const phase = await sync.flush();
  if (phase !== "saved") return { message: UNSAVED[phase] ?? UNSAVED.failed };
  const { ok, status, body } = await sendJson("POST", url, { revision: sync.revision });
  if (ok && isOwnPath(body.next)) return { next: body.next };
  if (status === 0) return { message: UNSAVED.offline };
  if (status === 401) return { message: UNSAVED["signed-out"] };
  if (status === 409 && body.fields) return meet(keeper, url, body, tries);
  if (status !== 422) return { message: body.error ?? UNSAVED.failed };
  const errors = body.errors ?? {};
  form.showErrors(errors);
  form.focusError(errors);
  return { message: errors[""] ?? body.error ?? UNSAVED.refused };
}
