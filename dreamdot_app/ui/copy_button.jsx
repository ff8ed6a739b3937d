// Copies a text and says so in the button itself.
import { useRef, useState } from "react";
import { tell } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

export function CopyButton({ text, label, ...rest }) {
  const [done, setDone] = useState(false);
  const timer = useRef(0);
  const copy = async () => {
    const whole = text.startsWith("/") ? window.location.origin + text : text;
    try {
      await navigator.clipboard.writeText(whole);
    } catch {
      return tell("toast", { text: "This browser does not let pages copy.", tone: "bad" });
    }
    setDone(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), 2000);
  };
  return (
    <button {...rest} type="button" onClick={copy}>
      <Glyph name={done ? "check" : "copy"} size={18} />
      <span aria-live="polite">{done ? "Copied" : label}</span>
    </button>
  );
}
