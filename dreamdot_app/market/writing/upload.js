// One picture to the server, with progress. XMLHttpRequest, because fetch tells no progress upwards.

import { whose } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { pathOnly, serverUrl } from "./requests.js";

export const PICTURE_TYPES = "image/jpeg,image/png,image/webp";
const LARGEST_BYTES = 20 * 1024 * 1024;
const STILL_MS = 30_000; // without a byte on its way
const LONGEST_ANSWER_MS = 300_000; // the server makes one picture after the other, which takes time
const STOOD_STILL = "This took too long. Try again.";

const WORDS = {
  0: "The connection was lost.",
  401: "You are signed out. Sign in again, then retry.",
  413: "This picture is too large.",
  415: "This is not a picture that can be shown. Take a JPEG, PNG or WebP.",
  429: "That was a lot at once. Wait a moment, then retry.",
};

/** Why a file cannot be taken, or "". */
export function refusal(file) {
  if (!PICTURE_TYPES.split(",").includes(file.type))
    return "This is not a picture that can be shown. Take a JPEG, PNG or WebP.";
  if (file.size > LARGEST_BYTES) return "This picture is larger than 20 MB.";
  return file.size ? "" : "This file is empty.";
}

/**
 * Sends a file. {sent, cancel}: `sent` resolves to {picture: {id, url, width, height}} or
 * {error, offline, cancelled, retryAfterS}; it never rejects. `onProgress` gets a share from 0 to 1.
 */
export function sendPicture(file, { url, onProgress = () => {} }) {
  const request = new XMLHttpRequest();
  const sent = new Promise((resolve) => {
    const wrong = refusal(file);
    if (wrong) return resolve({ error: wrong });
    request.open("POST", serverUrl(url));
    request.withCredentials = true;
    request.responseType = "json";
    for (const [name, value] of Object.entries(whose())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) =>
      event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => resolve(outcome(request));
    request.onerror = () => resolve({ error: WORDS[0], offline: true });
    request.onabort = () => resolve({ error: "", cancelled: true });
    whenStill(request, () => {
      resolve({ error: STOOD_STILL });
      request.abort();
    });
    const form = new FormData();
    form.append("picture", file);
    request.send(form);
    return undefined;
  });
  return { sent, cancel: () => request.abort() };
}

/** A line may die without a word, and what waits for it must not wait for ever. */
function whenStill(request, giveUp) {
  let timer = 0;
  const wait = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, ms);
  };
  request.upload.addEventListener("progress", () => wait(STILL_MS));
  request.upload.addEventListener("load", () => wait(LONGEST_ANSWER_MS));
  request.addEventListener("loadend", () => clearTimeout(timer));
  wait(STILL_MS);
}

function outcome(request) {
  const { status } = request;
  const body = request.response ?? {};
  if (status >= 200 && status < 300 && body.url)
    return { picture: { ...body, url: pathOnly(columnWide(body)) } };
  const said = body.errors?.picture ?? body.error;
  const error = said ?? WORDS[status] ?? "The picture could not be stored. Try again.";
  return { error, retryAfterS: Number(request.getResponseHeader("Retry-After")) || 0 };
}

const COLUMN_PX = 800; // renditions are 150, 400, 800 and 1920 wide; the text column 672

/** The smallest rendition that fills a text column, else the largest there is. */
function columnWide({ url, srcset }) {
  const renditions = (srcset ?? "")
    .split(",")
    .map((candidate) => candidate.trim().split(/\s+/))
    .filter(([address, width]) => address && width?.endsWith("w"))
    .map(([address, width]) => ({ address, width: parseInt(width, 10) }))
    .sort((one, other) => one.width - other.width);
  const fitting = renditions.find(({ width }) => width >= COLUMN_PX) ?? renditions.at(-1);
  return fitting?.address ?? url;
}

/** The pictures among what was dropped or pasted. */
export const picturesIn = (transfer) =>
  [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
