// Bars of the keeper of drafts: two versions to choose from, and what became of unsaved text.

import { useEffect } from "react";

import { Icon } from "./icons.jsx";

const number = new Intl.NumberFormat("en");
const GOES_AFTER_MS = 12_000;

const BAR =
  "dd-float fixed left-1/2 top-18 z-30 flex w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 flex-wrap items-center gap-x-3 gap-y-2 py-2.5 pr-2.5 pl-4 text-[.9375rem] lg:top-32";

const clock = (time) =>
  new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(new Date(time));

export function ConflictBar({ conflict, onMine, onTheirs }) {
  const { saved_at: at, words } = conflict;
  const details = [at && `at ${clock(at)}`, words >= 0 && `${number.format(words)} words`].filter(
    Boolean,
  );
  return (
    <div role="alert" data-draft-bar="conflict" className={BAR}>
      <Icon name="cloud-alert" className="size-5 text-dawn" />
      <p className="min-w-[14rem] flex-1 leading-snug">
        This draft was also changed in another tab or on another device
        {details.length > 0 && ` (${details.join(", ")})`}.
      </p>
      <div className="ml-auto flex gap-2">
        <button type="button" className="btn btn-sm" onClick={onTheirs}>
          Take theirs
        </button>
        <button type="button" className="btn btn-neutral btn-sm" onClick={onMine}>
          Keep mine
        </button>
      </div>
    </div>
  );
}

const WORDS = {
  restored: () => "Restored what had not been saved.",
  taken: () => "This is the other version now. Yours is kept on this device.",
  brought: () => "This is the version from this device now. The other one is kept.",
  others: ([latest]) => `Another version from ${clock(latest.changedAt)} is kept on this device.`,
};

export function Notice({ state, onBring, onForget, onClose }) {
  const { notice, others, phase } = state;
  const passes = notice === "restored" && phase === "saved" && !others.length;
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setTimeout(onClose, GOES_AFTER_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [passes]);
  if (!notice || (notice === "others" && !others.length)) return null;
  return (
    <div role="status" data-draft-bar={notice} className={BAR}>
      <Icon name="history" className="size-5 text-primary" />
      <p className="min-w-[14rem] flex-1 leading-snug">{WORDS[notice](others)}</p>
      <div className="ml-auto flex items-center gap-1">
        {others.length > 0 && (
          <>
            <button type="button" className="btn btn-ghost btn-sm" onClick={onForget}>
              Forget it
            </button>
            <button type="button" className="btn btn-sm" onClick={() => onBring(others[0])}>
              {notice === "taken" ? "Bring mine back" : "Show it"}
            </button>
          </>
        )}
        <button
          type="button"
          className="btn btn-ghost btn-square btn-sm"
          aria-label="Dismiss"
          onClick={onClose}
        >
          <Icon name="x" className="size-4" />
        </button>
      </div>
    </div>
  );
}
