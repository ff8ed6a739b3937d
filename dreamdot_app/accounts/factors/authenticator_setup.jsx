// Setting up an authenticator app: the secret comes by fetch, never through the page's websocket, and is
// drawn as a QR code by our own server.
import { useEffect, useState } from "react";
import { Refusal } from "$/public/external/dreamdot_app/accounts/factors/pieces/passkey_button.jsx";
import { CodeField } from "$/public/external/dreamdot_app/accounts/factors/pieces/code_field.jsx";
import { isOwnPath, postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { CopyButton } from "$/public/external/dreamdot_app/ui/buttons/copy_button.jsx";
import { PostForm, SubmitButton } from "$/public/external/dreamdot_app/ui/form_pieces/post_form.jsx";

const BASE = "/auth/factors/authenticator";

function Step({ number, title, children }) {
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 border-t border-hair py-6 first:border-t-0 first:pt-0">
      <span className="font-serif text-2xl leading-none text-muted" aria-hidden="true">
        {number}
      </span>
      <div>
        <h3 className="text-xl">{title}</h3>
        <div className="mt-2">{children}</div>
      </div>
    </li>
  );
}

export function AuthenticatorSetup() {
  const [setup, setSetup] = useState(null);
  const [words, setWords] = useState("");
  const begin = async () => {
    const { ok, body } = await postJson(`${BASE}/begin`, {});
    if (isOwnPath(body.next)) return window.location.replace(body.next);
    return ok ? setSetup(body) : setWords(body.error ?? "");
  };
  useEffect(() => {
    begin();
  }, []);
  if (words) {
    return (
      <div className="space-y-5">
        <Refusal words={words} />
        <a className="btn" href="/settings/security">
          Back to security
        </a>
      </div>
    );
  }
  if (!setup) {
    return (
      <div role="status" aria-busy="true" className="space-y-4">
        <span className="sr-only">Loading</span>
        <span className="dd-bone h-4 w-full" />
        <span className="dd-bone size-48" />
        <span className="dd-bone h-11 w-full rounded-field" />
      </div>
    );
  }
  return (
    <ol>
      <Step number={1} title="Open your authenticator app">
        <p className="text-muted text-pretty">
          Any app for six digits will do, and so do many password managers. Tell it to add an account.
        </p>
      </Step>
      <Step number={2} title="Scan this">
        <img
          src={setup.picture}
          alt="QR code with the secret for your app; it stands in letters below"
          className="size-52 rounded-field border border-hair [image-rendering:pixelated]"
        />
        <p className="mt-4 text-sm text-muted">Or type these letters into the app:</p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-2">
          <code className="font-mono text-[.9375rem] leading-relaxed break-words" data-secret>
            {setup.secret}
          </code>
          <CopyButton className="btn btn-sm" text={setup.secret.replace(/ /g, "")} label="Copy" />
        </p>
      </Step>
      <Step number={3} title="Type what the app shows">
        <PostForm id="confirm-authenticator" action={`${BASE}/confirm`} className="max-w-[20rem]">
          <CodeField />
          <SubmitButton className="btn btn-primary">Turn on</SubmitButton>
        </PostForm>
      </Step>
    </ol>
  );
}
