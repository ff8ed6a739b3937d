// The bar over a text: back, what is being read, contents, text settings. Both panels are native
// popovers: Escape and a click beside them close them, the focus returns to their button.

import { useEffect, useId, useState } from "react";
import { Link } from "react-router";

import { Glyph } from "./reader_glyphs.jsx";
import { TextSettings } from "./text_settings.jsx";

export function ReaderBar({
  progress,
  backUrl,
  title,
  author,
  headings,
  presentHeading,
  onHeading,
  settings,
  onSettings,
}) {
  return (
    <header className="sticky top-0 z-20 dd-glass">
      {progress}
      <div className="mx-auto flex h-14 max-w-[76rem] items-center gap-1 px-1.5 md:px-6">
        <span className="w-[5.75rem] max-sm:w-auto">
          <Link
            to={backUrl}
            className="btn btn-ghost btn-square"
            aria-label="Back to the work"
            title="Back to the work"
          >
            <Glyph name="arrow-left" />
          </Link>
        </span>
        <p className="min-w-0 flex-1 truncate text-center text-sm text-muted">
          <span className="font-medium text-base-content">{title}</span>
          {author && <span className="max-sm:hidden"> · {author}</span>}
        </p>
        {headings.length > 0 ? (
          <Panel label="Contents" button={<Glyph name="list" />} wide>
            {(close) => (
              <Contents
                headings={headings}
                present={presentHeading}
                onChoose={(heading) => {
                  close();
                  onHeading(heading);
                }}
              />
            )}
          </Panel>
        ) : (
          <span className="w-11" />
        )}
        <Panel label="Text settings" button={<span className="font-serif text-lg">Aa</span>}>
          {() => <TextSettings settings={settings} onChange={onSettings} />}
        </Panel>
      </div>
    </header>
  );
}

function Panel({ label, button, wide = false, children }) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => document.getElementById(id).hidePopover();
  useEffect(() => {
    const panel = document.getElementById(id);
    const follow = (event) => setIsOpen(event.newState === "open");
    panel.addEventListener("toggle", follow);
    return () => panel.removeEventListener("toggle", follow);
  }, [id]);
  return (
    <>
      <button
        type="button"
        className="btn btn-ghost btn-square"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-controls={id}
        popoverTarget={id}
      >
        {button}
      </button>
      <aside
        id={id}
        popover="auto"
        aria-label={label}
        className={`dd-float inset-auto top-16 right-3 m-0 max-h-[calc(100dvh-5rem)] overflow-y-auto p-4 text-base-content md:right-6 ${wide ? "w-[min(22rem,calc(100vw-1.5rem))]" : "w-[17rem]"}`}
      >
        {children(close)}
      </aside>
    </>
  );
}

function Contents({ headings, present, onChoose }) {
  return (
    <nav aria-label="Contents">
      <ol className="-m-1.5">
        {headings.map((heading, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index === present ? "location" : undefined}
              className={`flex min-h-11 w-full items-center rounded-lg px-2.5 py-2 text-left leading-snug hover:bg-base-200 aria-[current]:font-semibold aria-[current]:text-primary ${heading.level === 3 ? "pl-6 text-sm" : ""}`}
              onClick={() => onChoose(heading)}
            >
              {heading.text}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
