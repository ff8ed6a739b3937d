// How the text looks to this reader: page colour, size, letters. Kept on this device.

import { useEffect, useState } from "react";

const KEY = "dreamdot-reading";
const MIDDLE = 3;
const DEFAULTS = { skin: "", size: MIDDLE, font: "serif" };
const SCALES = [0.8, 0.87, 0.93, 1, 1.12, 1.28, 1.5];

const SKINS = [
  ["day", "Day", "bg-[oklch(98.5%_.006_85)] text-[oklch(22%_.02_280)]"],
  ["sepia", "Sepia", "bg-[oklch(93.5%_.032_82)] text-[oklch(30%_.04_55)]"],
  ["night", "Night", "bg-[oklch(19%_.03_280)] text-[oklch(93%_.012_85)]"],
];
const FONTS = [
  ["serif", "Serif"],
  ["sans", "Sans"],
  ["clear", "Clear"],
];

function kept() {
  try {
    const { skin, size, font } = { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY)) };
    return {
      skin: SKINS.some(([name]) => name === skin) ? skin : "",
      size: size in SCALES ? Number(size) : MIDDLE,
      font: FONTS.some(([name]) => name === font) ? font : "serif",
    };
  } catch {
    return DEFAULTS;
  }
}

/** [settings, change]: what was kept on this device, also when another tab changes it. */
export function useTextSettings() {
  const [settings, setSettings] = useState(() =>
    typeof window === "undefined" ? DEFAULTS : kept(),
  );
  useEffect(() => {
    const follow = (event) => event.key === KEY && setSettings(kept());
    window.addEventListener("storage", follow);
    return () => window.removeEventListener("storage", follow);
  }, []);
  const change = (part) => {
    const changed = { ...settings, ...part };
    setSettings(changed);
    try {
      localStorage.setItem(KEY, JSON.stringify(changed));
    } catch {
      // forbidden: then it holds until the page is left
    }
  };
  return [settings, change];
}

/** The attributes of the element that the settings hold for. Without a choice the page's theme holds. */
export const lookOf = ({ skin, size, font }) => ({
  "data-theme": skin ? (skin === "night" ? "night" : "day") : undefined,
  "data-skin": skin === "sepia" ? "sepia" : undefined,
  "data-font": font,
  style: { "--reading-scale": SCALES[size] },
});

/** The page behind the text takes its colour too: it shows when one scrolls past the end. */
export function useMatchingPage(reader, { skin }) {
  useEffect(() => {
    const { style } = document.body;
    const root = document.documentElement.style;
    const before = [style.backgroundColor, root.colorScheme];
    style.backgroundColor = getComputedStyle(reader.current).backgroundColor;
    if (skin) root.colorScheme = skin === "night" ? "dark" : "light";
    return () => ([style.backgroundColor, root.colorScheme] = before);
  }, [reader, skin]);
}

const themeOfPage = () =>
  document.documentElement.dataset.theme ??
  (matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "day");

/** "day" or "night": what holds where nothing is chosen here. */
function useThemeOfPage() {
  const [theme, setTheme] = useState("day");
  useEffect(() => {
    const follow = () => setTheme(themeOfPage());
    const observer = new MutationObserver(follow);
    follow();
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

export function TextSettings({ settings, onChange }) {
  const fromPage = useThemeOfPage();
  const present = settings.skin || fromPage;
  return (
    <>
      <div className="grid grid-cols-3 gap-2" role="group" aria-label="Page colour">
        {SKINS.map(([name, label, look]) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === present}
            className="flex flex-col items-center gap-1.5 rounded-field pb-1 text-[.8125rem] text-muted aria-pressed:font-semibold aria-pressed:text-base-content [&[aria-pressed=true]>span]:outline-2 [&[aria-pressed=true]>span]:outline-primary"
            onClick={() => onChange({ skin: name })}
          >
            <span
              className={`grid h-12 w-full place-items-center rounded-field border border-hair font-serif text-lg outline-offset-2 ${look}`}
              aria-hidden="true"
            >
              Aa
            </span>
            {label}
          </button>
        ))}
      </div>
      <div className="mt-3 flex min-h-11 items-center gap-3">
        <span className="font-serif text-sm" aria-hidden="true">
          A
        </span>
        <input
          type="range"
          min="0"
          max={SCALES.length - 1}
          value={settings.size}
          className="h-11 min-w-0 flex-1 accent-primary"
          aria-label="Text size"
          aria-valuetext={`${Math.round(SCALES[settings.size] * 100)} percent`}
          onChange={(event) => onChange({ size: Number(event.target.value) })}
        />
        <span className="font-serif text-2xl leading-none" aria-hidden="true">
          A
        </span>
      </div>
      <div className="mt-3 grid grid-cols-3 gap-1.5" role="group" aria-label="Letters">
        {FONTS.map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={settings.font === name}
            className={`btn btn-sm ${settings.font === name ? "btn-active" : ""}`}
            onClick={() => onChange({ font: name })}
          >
            {label}
          </button>
        ))}
      </div>
    </>
  );
}
