// The way to the editor: its code is fetched when a page shows it, and fetched again when that failed.

import { lazy, Suspense, useEffect, useMemo, useState } from "react";

import { Icon } from "./icons.jsx";

export function RichEditor(props) {
  const [isInBrowser, setIsInBrowser] = useState(false);
  const [tries, setTries] = useState(0);
  const Editor = useMemo(
    () =>
      lazy(() =>
        import("./editor.jsx").then(
          (module) => ({ default: module.Editor }),
          () => ({ default: () => <Failed onRetry={() => setTries((count) => count + 1)} /> }),
        ),
      ),
    [tries],
  );
  useEffect(() => setIsInBrowser(true), []);
  if (!isInBrowser) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <Editor {...props} />
    </Suspense>
  );
}

function Waiting() {
  return (
    <div className="dd-reading space-y-3" aria-busy="true" aria-label="The editor is being loaded">
      {["w-full", "w-11/12", "w-full", "w-4/5"].map((width, index) => (
        <div key={index} className={`skeleton h-5 ${width}`} />
      ))}
    </div>
  );
}

function Failed({ onRetry }) {
  return (
    <div
      role="alert"
      className="dd-leaf mx-auto flex max-w-[52ch] flex-wrap items-center gap-3 p-4"
    >
      <Icon name="cloud-off" className="size-5" />
      <span className="flex-1">The editor could not be loaded. Your text is safe.</span>
      <button type="button" className="btn" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
