// Day and night. Reflex keeps the choice (light, dark or system); boot.js turns it into data-theme.
import { useContext, useId } from "react";
import { ColorModeContext } from "$/utils/context-registry";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const CHOICES = [
  ["system", "Device", "monitor"],
  ["light", "Day", "sun"],
  ["dark", "Night", "moon"],
];

export function ThemeSwitch({ className = "" }) {
  const { resolvedColorMode, setColorMode } = useContext(ColorModeContext);
  return (
    <button
      type="button"
      className={`btn btn-ghost btn-square ${className}`}
      aria-label="Switch between day and night"
      title="Day or night"
      onClick={() => setColorMode(resolvedColorMode === "dark" ? "light" : "dark")}
    >
      <Glyph name="moon" className="shrink-0 night:hidden" />
      <Glyph name="sun" className="hidden shrink-0 night:block" />
    </button>
  );
}

/** The three choices as items of a menu. */
export function ThemeItems() {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  return (
    <div role="group" aria-label="Theme" className="grid grid-cols-3 gap-1">
      {CHOICES.map(([mode, label, glyph]) => (
        <button
          key={mode}
          type="button"
          role="menuitemradio"
          aria-checked={rawColorMode === mode}
          tabIndex={-1}
          className="dd-menu-item dd-menu-mode"
          onClick={() => setColorMode(mode)}
        >
          <Glyph name={glyph} size={18} />
          {label}
        </button>
      ))}
    </div>
  );
}

/** The three choices as a field. */
export function ThemeChoice({ label }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  const group = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="dd-label">{label}</legend>
      <div className="dd-choice">
        {CHOICES.map(([mode, words]) => (
          <label key={mode}>
            <input
              type="radio"
              name={group}
              className="sr-only"
              checked={rawColorMode === mode}
              onChange={() => setColorMode(mode)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
