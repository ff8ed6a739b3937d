// What the person has chosen under Appearance and Language, put into effect in this browser. It is
// kept here too, so that the next page is right from its first paint (boot.js, time.jsx).
import { useContext, useEffect, useRef } from "react";
import { ColorModeContext } from "$/utils/context-registry";
import { setRegion } from "$/public/external/dreamdot_app/ui/money/money.jsx";
import { setClock } from "$/public/external/dreamdot_app/ui/time/time.jsx";

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a browser that keeps nothing looks as the device says at first
  }
}

export function Looks({ chosen, onTheme }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  const known = useRef(null); // the theme that the server knows of
  const { theme, motion, text, language, zone, amounts } = chosen ?? {};
  useEffect(() => {
    if (!theme) return;
    keep("dreamdot.text", text);
    keep("dreamdot.motion", motion);
    dispatchEvent(new Event("dd:looks"));
    setClock({ language, zone });
    setRegion(amounts ?? "");
  }, [theme, motion, text, language, zone, amounts]);
  useEffect(() => {
    known.current = theme ?? null;
    if (theme && theme !== rawColorMode) setColorMode(theme);
  }, [theme]);
  // Chosen here, by whichever switch: the account hears of it.
  useEffect(() => {
    if (!known.current || rawColorMode === known.current) return;
    known.current = rawColorMode;
    onTheme?.(rawColorMode);
  }, [rawColorMode]);
  return null;
}
