// Asks where a link leads. It stands outside the page's form, so that Enter here sends nothing else.

import { useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";

import { linkAddress } from "./editor_schema.js";
import { Icon } from "./icons.jsx";

/** Open it with `request` = {href, text, needsText}; `onDone` gets {href, text}, {remove} or null. */
export function LinkDialog({ request, onDone }) {
  const id = useId();
  const dialog = useRef(null);
  const [address, setAddress] = useState("");
  const [text, setText] = useState("");
  const [error, setError] = useState("");

  useEffect(() => {
    if (!request) return;
    setAddress(request.href);
    setText(request.text);
    setError("");
    dialog.current.showModal();
  }, [request]);

  const close = (answer) => {
    dialog.current.close();
    onDone(answer);
  };
  const apply = () => {
    const href = linkAddress(address);
    if (href) return close({ href, text: text.trim() || address.trim() });
    setError(
      address.trim() ? "Write a web address or an email address." : "Where does the link lead?",
    );
    return dialog.current.querySelector("input[type=url]").focus();
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    apply();
  };
  return createPortal(
    <dialog
      ref={dialog}
      className="dd-dialog"
      aria-labelledby={`${id}-title`}
      onCancel={() => onDone(null)}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === dialog.current && close(null)}
    >
      <div className="w-full overflow-y-auto p-6">
        <h2 id={`${id}-title`} className="font-serif text-2xl">
          Link
        </h2>
        <label className="dd-label mt-5" htmlFor={`${id}-address`}>
          Address
        </label>
        <div className={`input w-full ${error ? "input-error" : ""}`}>
          <input
            id={`${id}-address`}
            type="url"
            inputMode="url"
            value={address}
            placeholder="https://"
            autoComplete="off"
            autoCapitalize="none"
            aria-invalid={Boolean(error)}
            aria-describedby={error ? `${id}-error` : undefined}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        {error && (
          <p
            id={`${id}-error`}
            role="alert"
            className="mt-1.5 flex items-center gap-1.5 text-[.8125rem] text-error"
          >
            <Icon name="circle-alert" className="size-4" />
            {error}
          </p>
        )}
        {request?.needsText && (
          <>
            <label className="dd-label mt-4" htmlFor={`${id}-text`}>
              Text
            </label>
            <div className="input w-full">
              <input
                id={`${id}-text`}
                type="text"
                value={text}
                autoComplete="off"
                onChange={(event) => setText(event.target.value)}
              />
            </div>
          </>
        )}
        <div className="mt-6 flex justify-end gap-2">
          {request?.href && (
            <button
              type="button"
              className="btn btn-ghost mr-auto text-error"
              onClick={() => close({ remove: true })}
            >
              Remove
            </button>
          )}
          <button type="button" className="btn" onClick={() => close(null)}>
            Cancel
          </button>
          <button type="button" className="btn btn-primary" onClick={apply}>
            {request?.href ? "Change" : "Add"}
          </button>
        </div>
      </div>
    </dialog>,
    document.body,
  );
}
