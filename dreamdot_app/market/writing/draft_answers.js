// What the server's answers to a save mean for the keeper of drafts.

import { isSomebodyElse } from "$/public/external/dreamdot_app/ui/browser/backend.js";

const TOO_LONG = "This is too long to be saved. It is kept on this device.";
const SOMEBODY_ELSE = "Another account is signed in, kept on this device";
const GONE = [403, 404, 410];

/**
 * {means, phase, words, afterMs}: it was "stored"; it "differs" from what somebody else saved; fields
 * are "wrong"; sending can "rest" in a phase until something changes, or goes on "later"; or it
 * is "unknown" whether it arrived.
 */
export function meaningOf({ status, body, retryAfter }) {
  if (status >= 200 && status < 300) return { means: "stored" };
  if (isSomebodyElse(body)) return { means: "rest", phase: "signed-out", words: SOMEBODY_ELSE };
  if (status === 401) return { means: "rest", phase: "signed-out" };
  if (status === 409 && body.fields) return { means: "differs" };
  if (status === 422) return { means: "wrong" };
  if (GONE.includes(status)) return { means: "rest", phase: "gone", words: body.error };
  if (status === 409 || status === 429)
    return { means: "later", phase: "failed", afterMs: retryAfter * 1_000 };
  if (status === 413) return { means: "rest", phase: "refused", words: TOO_LONG };
  if (status >= 400 && status < 500) return { means: "rest", phase: "refused", words: body.error };
  return { means: "unknown", phase: status ? "failed" : "offline" };
}
