// The one place where the desk says what desk_words.js was told.

import { sayOnDesk, useDeskWords } from "./desk_words.js";
import { Icon } from "./icons.jsx";

export function DeskMessage() {
  const text = useDeskWords();
  if (!text) return null;
  return (
    <div
      role="alert"
      className="dd-float dd-editor-message fixed left-1/2 z-30 flex w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 items-center gap-3 py-2 pr-2 pl-4 text-left text-[.9375rem]"
    >
      <Icon name="circle-alert" className="size-5 text-error" />
      <span className="flex-1">{text}</span>
      <button
        type="button"
        className="btn btn-ghost btn-square btn-sm"
        aria-label="Dismiss"
        onClick={() => sayOnDesk("")}
      >
        <Icon name="x" className="size-4" />
      </button>
    </div>
  );
}
