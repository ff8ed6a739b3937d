// The second step of signing in. Which ways are open is asked with a cookie that scripts cannot read;
// nothing of it passes the page's websocket.
import { useEffect, useState } from "react";
import { PasskeyButton, Refusal } from "$/public/external/dreamdot_app/accounts/factors/pieces/passkey_button.jsx";
import { CodeField } from "$/public/external/dreamdot_app/accounts/factors/pieces/code_field.jsx";
import { postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { TextField } from "$/public/external/dreamdot_app/ui/form_pieces/fields.jsx";
import { PostForm, SubmitButton } from "$/public/external/dreamdot_app/ui/form_pieces/post_form.jsx";

const LEADS = {
  code: "Type the six digits that your authenticator app shows now.",
  passkey: "Your device makes sure that it is you.",
  recovery: "Type one of the recovery codes that you kept. Each works once.",
};
const OTHER = {
  code: "Use the authenticator app",
  passkey: "Use a passkey",
  recovery: "Use a recovery code",
};

const wanted = () => new URLSearchParams(window.location.search).get("next") ?? "/";
const signIn = () => `/signin${window.location.search}`;

export function SecondStep() {
  const [ways, setWays] = useState(null);
  const [way, setWay] = useState("");
  const [over, setOver] = useState("");
  const ask = async () => {
    const { ok, body } = await postJson("/auth/step/ways", {});
    if (!ok) return setOver(body.error);
    setWays(body.ways);
    return setWay(body.ways[0] ?? "");
  };
  useEffect(() => {
    ask();
  }, []);
  if (over) {
    return (
      <div className="space-y-5">
        <Refusal words={over} />
        <a className="btn btn-primary w-full" href={signIn()}>
          Sign in again
        </a>
      </div>
    );
  }
  if (!ways) {
    return (
      <div role="status" aria-busy="true" className="space-y-4">
        <span className="sr-only">Loading</span>
        <span className="dd-bone h-4 w-full" />
        <span className="dd-bone h-11 w-full rounded-field" />
        <span className="dd-bone h-11 w-full rounded-field" />
      </div>
    );
  }
  return (
    <div>
      <p className="mb-5 text-muted text-pretty">{LEADS[way]}</p>
      <Way key={way} way={way} />
      <ul className="mt-6 flex flex-col items-start gap-1 border-t border-hair pt-4">
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <li key={other}>
              <button type="button" className="btn btn-ghost -ml-4" onClick={() => setWay(other)}>
                {OTHER[other]}
              </button>
            </li>
          ))}
        <li>
          <a className="btn btn-ghost -ml-4" href={signIn()}>
            Back to sign in
          </a>
        </li>
      </ul>
    </div>
  );
}

function Way({ way }) {
  const next = wanted();
  if (way === "passkey") {
    return (
      <PasskeyButton
        className="btn btn-primary w-full"
        ask="/auth/step/passkey/ask"
        answer="/auth/step/passkey"
        payload={{ next }}
        autoFocus
      >
        Use your passkey
      </PasskeyButton>
    );
  }
  return (
    <PostForm id="second-step" action={`/auth/step/${way}`} extra={{ next }}>
      {way === "code" ? (
        <CodeField autoFocus sendsItself />
      ) : (
        <TextField
          name="code"
          label="Recovery code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          className="font-mono"
        />
      )}
      <SubmitButton className="btn btn-primary w-full">Sign in</SubmitButton>
    </PostForm>
  );
}
