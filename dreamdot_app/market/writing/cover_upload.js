// Covers on their way, by the draft that they are for: they outlive the picker that began them.

import { useEffect, useReducer, useRef } from "react";

import { sendInTurn } from "./upload_turns.js";

const uploads = new Map(); // draft → {share, error, picture, cancel}
const listeners = new Map(); // draft → what the picker on the page hears with

/** {share, error, begin, cancel}: `share` is null while nothing is on its way; `onPicture` gets what has
    arrived, also while no picker was on the page. */
export function useCoverUpload({ draft, url, onPicture }) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const take = useRef(onPicture);
  useEffect(() => {
    take.current = onPicture;
  });
  useEffect(() => {
    const hear = () => {
      const { picture } = uploads.get(draft) ?? {};
      if (picture) uploads.delete(draft);
      redraw();
      if (picture) take.current(picture);
    };
    listeners.set(draft, hear);
    hear();
    return () => listeners.delete(draft);
  }, [draft]);
  const { share = null, error = "" } = uploads.get(draft) ?? {};
  const cancel = () => uploads.get(draft)?.cancel();
  return { share, error, begin: (file) => begin(draft, file, url), cancel };
}

async function begin(draft, file, url) {
  uploads.get(draft)?.cancel();
  const upload = { share: 0, error: "" };
  const tell = (change) => {
    Object.assign(upload, change);
    if (uploads.get(draft) === upload) listeners.get(draft)?.();
  };
  const { sent, cancel } = sendInTurn(file, { url, onProgress: (share) => tell({ share }) });
  upload.cancel = cancel;
  uploads.set(draft, upload);
  tell({});
  const { picture, error } = await sent;
  tell({ share: null, picture, error });
}
