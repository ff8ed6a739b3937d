// Publishes a draft: first everything is saved, then it goes out. Pressed twice, it does it once.

import { useContext, useEffect, useRef, useState } from "react";

import { isOwnPath, wordsFor } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { DeskMessage } from "./desk_message.jsx";
import { keeperOf } from "./draft_keeping.js";
import { sendJson } from "./requests.js";

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

export function PublishButton({ formId, url, className = "btn btn-primary", children }) {
  const [message, setMessage] = useState("");
  useMended(message, setMessage);
  const [isBusy, setIsBusy] = useState(false);
  const busy = useRef(false); // state comes too late for the second click of a double click

  const publish = async () => {
    if (busy.current) return;
    busy.current = true;
    setIsBusy(true);
    setMessage("");
    const answer = await publishDraft(keeperOf(formId), url);
    if (answer.next) return window.location.assign(answer.next); // stays busy until the page is gone
    setMessage(answer.message);
    busy.current = false;
    setIsBusy(false);
  };
  return (
    <>
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
      <DeskMessage text={message} onClose={() => setMessage("")} />
    </>
  );
}

/** What asks to mend something goes when the last mark has gone. */
function useMended(message, setMessage) {
  const { errors } = useContext(FormContext);
  const isMarked = Object.keys(errors).length > 0;
  const wasMarked = useRef(false);
  useEffect(() => {
    if (wasMarked.current && !isMarked && message === UNSAVED.refused) setMessage("");
    wasMarked.current = isMarked;
  }, [isMarked, message, setMessage]);
}

/** Somebody else saved since this page looked: the writer chooses, or both say the same. */
async function meet(keeper, url, body) {
  const phase = await keeper.sync.meet(body);
  if (phase === "saved") return publishDraft(keeper, url);
  return { message: UNSAVED[phase] ?? UNSAVED.failed };
}

/** {next} or {message}. Field errors are shown beside the fields. */
async function publishDraft(keeper, url) {
  if (!keeper) return { message: "The page is still loading. Try again in a moment." };
  const { sync, form } = keeper;
  if (form.isUploading()) return { message: UPLOADING };
  const phase = await sync.flush();
  if (phase !== "saved") return { message: UNSAVED[phase] ?? UNSAVED.failed };
  const { status, body } = await sendJson("POST", url, { revision: sync.revision });
  if (status >= 200 && status < 300 && isOwnPath(body.next)) return { next: body.next };
  if (status === 0) return { message: UNSAVED.offline };
  if (status === 401) return { message: UNSAVED["signed-out"] };
  if (status === 409) return meet(keeper, url, body);
  if (status !== 422) return { message: body.error ?? wordsFor(status) };
  const errors = body.errors ?? {};
  form.showErrors(errors);
  form.focusError(errors);
  return { message: errors[""] ?? body.error ?? UNSAVED.refused };
}
