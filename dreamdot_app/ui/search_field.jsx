// Search: Enter opens the page with what was typed, without a reload. Without a script the form
// does the same by itself. "/" puts the cursor here, as long as nobody is typing elsewhere.
import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { presence } from "$/public/external/dreamdot_app/ui/browser/server_watch.js";
import { useLateValue } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const isTyping = (element) => element?.closest?.("input, textarea, select, [contenteditable]");

/** What the page's address asks for; known in the browser only, so not in the first paint. */
function useAsked(name, action) {
  const { pathname, search } = useLocation();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    setAsked(pathname.startsWith(action) ? (new URLSearchParams(search).get(name) ?? "") : "");
  }, [pathname, search, name, action]);
  return asked;
}

export function SearchField({ name = "q", value = "", action, label, placeholder, quiet, kept, className = "", ...rest }) {
  const navigate = useNavigate();
  const asked = useAsked(name, action);
  const { input, touch, settle } = useLateValue(value || asked);

  useEffect(() => {
    if (kept) return;
    const jump = (event) => {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || isTyping(document.activeElement)) return;
      if (!input.current?.checkVisibility?.()) return;
      event.preventDefault();
      input.current.select();
    };
    document.addEventListener("keydown", jump);
    return () => document.removeEventListener("keydown", jump);
  }, []);

  const go = (event) => {
    event.preventDefault();
    if (presence() !== "here") return; // the connection's bar says why
    settle();
    const words = input.current.value.trim();
    const query = new URLSearchParams({ ...kept, ...(words && { [name]: words }) }).toString();
    navigate(query ? `${action}?${query}` : action);
  };

  return (
    <form {...rest} role="search" action={action} onSubmit={go} className={className}>
      <label className={quiet ? "input w-full border-transparent bg-base-200" : "input w-full"}>
        {Object.entries(kept ?? {}).map(([key, value]) => (
          <input key={key} type="hidden" name={key} value={value} />
        ))}
        <Glyph name="search" size={18} className="shrink-0 text-muted" />
        <input
          ref={input}
          type="search"
          name={name}
          defaultValue={value}
          onInput={touch}
          aria-label={label}
          placeholder={placeholder}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={200}
        />
      </label>
    </form>
  );
}
