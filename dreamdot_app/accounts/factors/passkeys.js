// Passkeys in the browser: a question of ours goes to the device, its answer comes back, and whatever
// goes wrong has words. The browser reads and writes the JSON itself (WebAuthn Level 3, 5.1.7).
import { postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";

const NO_PASSKEYS = "This browser does not know passkeys. Use another way, or a newer browser.";
const WORDS = {
  NotAllowedError: "It was cancelled, or took too long. Try again.",
  AbortError: "It was cancelled. Try again.",
  InvalidStateError: "This device has a passkey for this account already.",
  ConstraintError: "This device cannot make sure that it is you. Give it a screen lock, or use another one.",
  NotSupportedError: "This device cannot make a passkey that works here. Use another one.",
  SecurityError: "Passkeys do not work at this address.",
};
const BROKEN = "Your browser could not do this. Try again, or use another way.";

/** Ask for a passkey that is there, and send what it answers with `payload`; what the server says then,
    or {error}. */
export function askPasskey({ ask, answer, payload }) {
  return exchange(ask, answer, payload, "parseRequestOptionsFromJSON", (publicKey) =>
    navigator.credentials.get({ publicKey }),
  );
}

/** Ask for a new passkey, and send it with `payload`; what the server says then, or {error}. */
export function makePasskey({ ask, answer, payload }) {
  return exchange(ask, answer, payload, "parseCreationOptionsFromJSON", (publicKey) =>
    navigator.credentials.create({ publicKey }),
  );
}

async function exchange(ask, answer, payload, reading, act) {
  const read = window.PublicKeyCredential?.[reading];
  if (!read) return { error: NO_PASSKEYS };
  const asked = await postJson(ask, {});
  if (!asked.ok) return asked.body;
  let credential;
  try {
    credential = await act(read.call(window.PublicKeyCredential, asked.body.options));
  } catch (failure) {
    return { error: WORDS[failure?.name] ?? BROKEN };
  }
  const sent = { ...payload, ceremony: asked.body.ceremony, credential: credential.toJSON() };
  return (await postJson(answer, sent)).body;
}
