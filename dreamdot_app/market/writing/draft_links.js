// Links of the desk wait for what was typed last: the page behind them shows what the server has.

import { linkOf } from "$/public/external/dreamdot_app/ui/browser/links.js";

const LONGEST_WAIT_MS = 3_000; // for a page that can do without the last words
const UPLOADING = "A picture has not arrived yet. Wait for it, or remove it, then go on.";
// Why a page that shows the draft would show an older one.
const OLDER = {
  offline: "You are offline, and a preview would show an older text. Yours is kept on this device.",
  failed:
    "The draft could not be saved just now, and a preview would show an older text. Try again in a moment.",
  refused: "Mend what is marked, then look at the preview.",
  conflict: "This draft was changed somewhere else. Choose a version first.",
  "signed-out": "You are signed out. Sign in again, then look at the preview.",
  gone: "This draft cannot be saved any more, and a preview would show an older text.",
};

/** Until `signal` ends. Links with data-shows-draft lead to the draft itself; `tell` gets words. */
export function watchLinks({ sync, form, tell, signal }) {
  let followed = null;
  const hold = async (event) => {
    const link = linkOf(event);
    if (!link || link === followed || event.defaultPrevented) return;
    if (sync.isSaved() && !form.isUploading()) return;
    event.preventDefault();
    event.stopPropagation();
    const words = await obstacle(link, sync, form);
    tell(words, words === UPLOADING ? form.isUploading : undefined);
    if (words || !link.isConnected) return;
    followed = link;
    link.click();
    followed = null;
  };
  document.addEventListener("click", hold, { capture: true, signal });
}

/** Why a link is not followed, or "" when everything is where it should be. */
async function obstacle(link, sync, form) {
  // Who is signed out has to leave for the picture to arrive; the browser asks them first.
  if (form.isUploading() && sync.state.phase !== "signed-out") return UPLOADING;
  const saving = sync.flush();
  if ("showsDraft" in link.dataset) return OLDER[await saving] ?? "";
  await Promise.race([saving, new Promise((go) => setTimeout(go, LONGEST_WAIT_MS))]);
  return "";
}
