// The cover of a work: shown as it is, changed by choosing or dropping a picture, or taken away.

import { useId, useLayoutEffect, useRef, useState } from "react";

import { useField } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { useCoverUpload } from "./cover_upload.js";
import { Icon } from "./icons.jsx";
import { pictureUrl } from "./requests.js";
import { PICTURE_TYPES, picturesIn } from "./upload.js";

export function CoverPicker({
  formField,
  pictureId,
  pictureUrl: pictureAt,
  keptAs,
  uploadUrl,
  ratio,
  label,
}) {
  const { message: refused, clear } = useField(formField, "", "");
  const id = useId();
  const field = useRef(null);
  const files = useRef(null);
  const [isOver, setIsOver] = useState(false);
  const held = useHeld(field, pictureId);
  const shown = addressOf(held, { id: pictureId, url: pictureAt });
  useLayoutEffect(() => remember({ id: pictureId, url: pictureAt }), [pictureId, pictureAt]);

  const put = (id) => {
    field.current.value = id;
    clear();
    field.current.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const { share, error, begin, cancel } = useCoverUpload({
    draft: keptAs,
    url: uploadUrl,
    onPicture: (picture) => {
      remember(picture);
      put(picture.id);
    },
  });
  const take = (file) => file && begin(file);
  const onDrop = (event) => {
    event.preventDefault();
    setIsOver(false);
    take(picturesIn(event.dataTransfer)[0] ?? event.dataTransfer.files[0]);
  };
  const choose = () => files.current.click();
  const words = error || refused;
  return (
    <div
      className="group relative"
      data-cover={formField}
      data-uploading={share === null ? undefined : ""}
      onDragOver={(event) =>
        event.dataTransfer.types.includes("Files") && (event.preventDefault(), setIsOver(true))
      }
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <div
        className={`relative overflow-hidden rounded-box ${shown ? "bg-base-200" : ""} ${isOver ? "outline-2 outline-offset-2 outline-primary" : ""}`}
        style={shown ? undefined : { aspectRatio: ratio }}
      >
        {shown ? (
          <Shown
            url={shown}
            label={label}
            onChange={choose}
            onRemove={() => put("")}
          />
        ) : (
          <Empty label={label} isOver={isOver} onChoose={choose} isBusy={share !== null} />
        )}
        {share !== null && <Uploading share={share} label={label} onCancel={cancel} />}
      </div>
      <p
        id={`${id}-error`}
        role="alert"
        className="mt-1.5 flex items-center gap-1.5 text-[.8125rem] font-medium text-error empty:hidden"
      >
        {words && (
          <>
            <Icon name="circle-alert" className="size-4" />
            {words}
          </>
        )}
      </p>
      {/* not type="hidden": its value would follow the attribute that React writes */}
      <input ref={field} hidden readOnly name={formField} defaultValue={pictureId} />
      <input
        ref={files}
        type="file"
        accept={PICTURE_TYPES}
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          take(event.target.files[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function Shown({ url, label, onChange, onRemove }) {
  return (
    <>
      {/* whole, in its own shape, on a ground of its own */}
      <div className="flex h-64 items-center justify-center p-4 sm:h-80">
        <img
          src={pictureUrl(url)}
          alt={label}
          className="block max-h-full max-w-full rounded-[.375rem] object-contain"
        />
      </div>
      <div className="absolute right-3 bottom-3 flex gap-1.5">
        <button
          type="button"
          className="btn btn-sm border-transparent bg-black/60 text-white"
          onClick={onChange}
        >
          <Icon name="image" className="size-4" />
          Change
        </button>
        <button
          type="button"
          className="btn btn-square btn-sm border-transparent bg-black/60 text-white"
          aria-label="Remove the cover"
          title="Remove the cover"
          onClick={onRemove}
        >
          <Icon name="trash-2" className="size-4" />
        </button>
      </div>
    </>
  );
}

function Empty({ label, isOver, isBusy, onChoose }) {
  return (
    <button
      type="button"
      className="grid size-full place-items-center rounded-box border border-dashed border-base-content/30 bg-base-200 text-muted hover:border-base-content/50"
      disabled={isBusy}
      onClick={onChoose}
    >
      <span className="flex items-center gap-2 text-[.9375rem]">
        <Icon name="image" className="size-5" />
        {isOver ? "Drop it here" : `Add a ${label.toLowerCase()}`}
      </span>
    </button>
  );
}

function Uploading({ share, label, onCancel }) {
  const percent = Math.round(share * 100);
  return (
    <div className="absolute inset-0 grid place-items-center bg-base-100/80">
      <div className="w-1/2 max-w-60 text-center text-sm">
        <span role="status">{share < 1 ? `Uploading, ${percent}%` : "Almost there…"}</span>
        <progress
          className="progress progress-primary mt-2 w-full"
          max="100"
          value={percent}
          aria-label={`Uploading the ${label.toLowerCase()}`}
        />
        <button type="button" className="btn btn-sm mt-3" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

// Pictures seen on this device, so that a restored draft shows its cover again without asking.
const SEEN = "dreamdot-pictures-seen";
const MOST_SEEN = 40;
const seenHere = new Map(); // on this page, for a browser that keeps nothing

function seen() {
  try {
    return JSON.parse(localStorage.getItem(SEEN)) ?? {};
  } catch {
    return {};
  }
}

function remember({ id, url }) {
  if (!id || seenHere.get(id) === url) return;
  seenHere.set(id, url);
  try {
    const newest = Object.entries({ ...seen(), [id]: url }).slice(-MOST_SEEN);
    localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries(newest)));
  } catch {
    // forbidden or full: then a restored cover shows after the next load
  }
}

/** Where a picture is, "" for none; `drawn` is the one that the page was drawn with. */
function addressOf(id, drawn) {
  if (!id) return "";
  if (id === drawn.id) return drawn.url;
  return seenHere.get(id) ?? seen()[id] ?? `/media/${id}/400.webp`;
}

/** The picture in the hidden field, whoever put it there: a hand, the keeper of drafts when the form
    is drawn or another version is taken, or React when the page has a later draft. */
function useHeld(field, pictureId) {
  const [held, setHeld] = useState(pictureId);
  useLayoutEffect(() => {
    const { current } = field;
    const follow = () => setHeld(current.value);
    follow(); // the keeper may have had its turn already
    current.addEventListener("input", follow);
    current.addEventListener("change", follow);
    return () => {
      current.removeEventListener("input", follow);
      current.removeEventListener("change", follow);
    };
  }, [field, pictureId]);
  return held;
}
