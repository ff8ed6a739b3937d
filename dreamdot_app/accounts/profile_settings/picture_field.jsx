// A picture of somebody: chosen, its part chosen, uploaded at once, taken away. The form sends its id.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Message } from "$/public/external/dreamdot_app/ui/form_pieces/field_parts.jsx";
import { useField } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";
import { upload } from "$/public/external/dreamdot_app/ui/form_pieces/picture_upload.js";

const TYPES = "image/jpeg,image/png,image/webp";
const LARGEST_BYTES = 20e6;
const CropDialog = lazy(() =>
  import("./crop_dialog.jsx").catch(() => ({ default: () => <NotLoaded /> })),
);

const LOOKS = {
  round: { frame: "size-24 rounded-full ring-4 ring-base-100 md:size-28", sizes: "7rem", around: "-mt-10 flex flex-wrap items-end gap-x-4 gap-y-2 px-4 md:px-6" },
  wide: { frame: "aspect-[7/2] w-full rounded-box", sizes: "(min-width: 64rem) 42rem, 100vw", around: "" },
};

/** Why a file cannot be taken, or "". */
function refusal(file) {
  if (!TYPES.split(",").includes(file.type)) return "A picture as JPEG, PNG or WebP, please.";
  if (file.size > LARGEST_BYTES) return "This picture is larger than 20 MB.";
  return file.size ? "" : "This file is empty.";
}

export function PictureField({ name, label, shape, width, height, uploadTo, pictureId = "", pictureUrl, pictureSrcset = "", drawnUrl }) {
  const field = useField(name, "", "");
  const hidden = useRef(null);
  const chooser = useRef(null);
  const touched = useRef(false);
  const [held, setHeld] = useState({ id: pictureId, url: pictureUrl, srcset: pictureSrcset });
  const [file, setFile] = useState(null);
  const [part, setPart] = useState(null);
  const [words, setWords] = useState("");
  const look = LOOKS[shape];

  useEffect(() => {
    if (!touched.current) setHeld({ id: pictureId, url: pictureUrl, srcset: pictureSrcset });
  }, [pictureId, pictureUrl]);
  useEffect(() => {
    // Whoever compares what the form holds hears of it, as of typing.
    if (touched.current) hidden.current.dispatchEvent(new Event("input", { bubbles: true }));
  }, [held.id]);

  const hold = (picture) => {
    touched.current = true;
    setHeld(picture);
  };
  const take = (chosen) => {
    if (!chosen || part !== null) return;
    field.clear();
    const refused = refusal(chosen);
    setWords(refused);
    if (!refused) setFile(chosen);
  };
  const send = async (blob) => {
    setFile(null);
    setPart(0);
    const answer = await upload(uploadTo, blob, setPart);
    setPart(null);
    chooser.current?.focus();
    if (answer.words) return setWords(answer.words);
    hold(answer.picture);
  };
  const remove = () => {
    setWords("");
    field.clear();
    hold({ id: "", url: drawnUrl });
    chooser.current?.focus();
  };
  const cancel = () => {
    setFile(null);
    chooser.current?.focus();
  };
  const message = field.message || words;

  return (
    <div className="min-w-0">
      <div
        className={`relative ${look.around}`}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        }}
      >
        <span className={`relative block flex-none overflow-hidden bg-base-300 ${look.frame}`}>
          <img src={held.url} srcSet={held.srcset || undefined} sizes={look.sizes} alt="" className="absolute inset-0 size-full object-cover" />
          {part !== null && <Uploading part={part} label={label} />}
        </span>
        <span className={shape === "wide" ? "absolute right-3 bottom-3 flex gap-2" : "relative flex flex-wrap gap-2 pb-1"}>
          <label className={`btn btn-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary ${shape === "wide" ? "border-transparent bg-black/65 text-white" : ""}`}>
            <input
              ref={chooser}
              id={field.id}
              type="file"
              accept={TYPES}
              data-name={name}
              className="sr-only"
              aria-label={`${label}: choose a picture`}
              onChange={(event) => {
                take(event.target.files[0]);
                event.target.value = "";
              }}
              {...field.said}
            />
            <Glyph name="image" size={16} />
            <span aria-hidden="true">{held.id ? "Change" : `Choose a ${label.toLowerCase()}`}</span>
          </label>
          {held.id && (
            <button
              type="button"
              className={`btn btn-square btn-sm ${shape === "wide" ? "border-transparent bg-black/65 text-white" : ""}`}
              aria-label={`${label}: remove`}
              title="Remove"
              onClick={remove}
            >
              <Glyph name="trash-2" size={16} />
            </button>
          )}
        </span>
      </div>
      <input ref={hidden} type="hidden" name={name} value={held.id} readOnly />
      {message ? <Message id={field.id} text={message} /> : null}
      {file && (
        <Suspense fallback={<span role="status" className="sr-only">Loading</span>}>
          <CropDialog file={file} label={label} width={width} height={height} round={shape === "round"} onDone={send} onCancel={cancel} />
        </Suspense>
      )}
    </div>
  );
}

function Uploading({ part, label }) {
  const percent = Math.round(part * 100);
  return (
    <span role="status" className="absolute inset-0 grid place-items-center bg-leaf/85 text-xs font-medium">
      <span className="sr-only">{label}: </span>
      {part < 1 ? `${percent} %` : "Almost there"}
    </span>
  );
}

function NotLoaded() {
  return (
    <p role="alert" className="mt-2 text-sm font-medium text-error">
      This part of the page could not be loaded. Reload the page and try again.
    </p>
  );
}
