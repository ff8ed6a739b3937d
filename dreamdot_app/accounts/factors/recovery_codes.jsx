// Recovery codes, shown once: fetched, copied, saved, printed, and gone when their owner says so.
import { useEffect, useState } from "react";
import { Refusal } from "$/public/external/dreamdot_app/accounts/factors/pieces/passkey_button.jsx";
import { postJson } from "$/public/external/dreamdot_app/ui/browser/backend.js";
import { CopyButton } from "$/public/external/dreamdot_app/ui/buttons/copy_button.jsx";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";
import { PostForm, SubmitButton } from "$/public/external/dreamdot_app/ui/form_pieces/post_form.jsx";

const BASE = "/auth/factors/codes";

const asText = (codes, username) =>
  [`DreamDot recovery codes of @${username}`, "Each works once.", "", ...codes, ""].join("\r\n");

function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "dreamdot-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}

export function RecoveryCodes({ username }) {
  const [codes, setCodes] = useState(null);
  const [words, setWords] = useState("");
  const read = async () => {
    const { ok, body } = await postJson(`${BASE}/read`, {});
    return ok ? setCodes(body.codes) : setWords(body.error ?? "");
  };
  useEffect(() => {
    read();
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
  if (!codes) {
    return (
      <div role="status" aria-busy="true" className="grid grid-cols-2 gap-4">
        <span className="sr-only">Loading</span>
        {Array.from({ length: 10 }, (_, at) => (
          <span key={at} className="dd-bone h-6 w-full" />
        ))}
      </div>
    );
  }
  const text = asText(codes, username);
  return (
    <div>
      <div data-printed className="dd-leaf p-5">
        <p className="hidden print:mb-4 print:block">DreamDot recovery codes of @{username}. Each works once.</p>
        <ol className="grid grid-cols-1 gap-x-8 gap-y-2.5 font-mono text-[1.0625rem] sm:grid-cols-2" aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <CopyButton className="btn" text={text} label="Copy" />
        <button type="button" className="btn" onClick={() => save(text)}>
          <Glyph name="download" size={18} />
          Save as text
        </button>
        <button type="button" className="btn" onClick={() => window.print()}>
          <Glyph name="file-text" size={18} />
          Print
        </button>
      </div>
      <PostForm id="keep-codes" action={`${BASE}/keep`} className="mt-8 border-t border-hair pt-6">
        <SubmitButton className="btn btn-primary max-sm:w-full">I have kept them</SubmitButton>
      </PostForm>
    </div>
  );
}
