// A picture: chosen, dropped or pasted, uploaded at once, shown as it will stand. The form sends
// the picture's id.
import { useEffect, useRef, useState } from "react";
import { Message } from "$/public/external/dreamdot_app/ui/form_pieces/field_parts.jsx";
import { useField } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { upload } from "$/public/external/dreamdot_app/ui/form_pieces/picture_upload.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const SHAPES = {
  book: "aspect-[2/3] w-44",
  wide: "aspect-[21/9] w-full",
  square: "aspect-square w-44",
  round: "aspect-square w-32 !rounded-full",
};

const accepted = (accept, file) =>
  accept.split(",").some((kind) => kind.trim() === file.type || (kind.trim().endsWith("/*") && file.type.startsWith(kind.trim().slice(0, -1))));

export function FileDrop(props) {
  const { name, label, help, error, uploadTo, accept, maxMb, picture, shape = "book", onDone, className = "" } = props;
  const field = useField(name, help, error);
  const [held, setHeld] = useState(picture?.url ? picture : null);
  const [part, setPart] = useState(null);
  const [words, setWords] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef(null);
  useEffect(() => {
    if (picture?.url) setHeld(picture);
  }, [picture?.id, picture?.url]);

  const take = async (file) => {
    if (!file || part !== null) return;
    field.clear();
    if (!accepted(accept, file)) return setWords("A picture as JPEG, PNG or WebP, please.");
    if (file.size > maxMb * 1e6) return setWords(`This picture is larger than ${maxMb} MB.`);
    setWords("");
    setPart(0);
    const answer = await upload(uploadTo, file, setPart);
    setPart(null);
    if (answer.words) return setWords(answer.words);
    setHeld(answer.picture);
    onDone?.(answer.picture);
  };
  const remove = () => {
    setHeld(null);
    onDone?.(null);
    input.current?.focus();
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer?.files?.[0] ?? event.clipboardData?.files?.[0]);
  };
  const message = field.message || words;

  return (
    <div className={className} onPaste={(event) => event.clipboardData.files.length && drop(event)}>
      <span className="dd-label">{label}</span>
      <div
        className={`dd-drop ${SHAPES[shape]}`}
        data-over={over}
        data-invalid={message ? true : undefined}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {held && <img src={held.url} alt={held.alt || ""} className="absolute inset-0 size-full object-contain" />}
        <label className="absolute inset-0 grid cursor-pointer place-items-center p-3">
          <input
            ref={input}
            id={field.id}
            type="file"
            accept={accept}
            data-name={name}
            className="sr-only"
            aria-label={held ? `${label}: choose another picture` : `${label}: choose a picture`}
            onChange={(event) => (take(event.target.files[0]), (event.target.value = ""))}
            {...field.said}
          />
          {!held && part === null && (
            <span className="grid justify-items-center gap-2 text-sm text-muted">
              <Glyph name="image-plus" size={24} />
              <span>Choose a picture or drop it here</span>
            </span>
          )}
        </label>
        {held && part === null && (
          <span className="pointer-events-none absolute right-2 bottom-2 flex gap-1.5">
            <span aria-hidden="true" className="btn btn-sm border-transparent bg-black/65 text-white">
              Change
            </span>
            <button
              type="button"
              className="btn btn-square btn-sm pointer-events-auto border-transparent bg-black/65 text-white"
              aria-label={`Remove: ${label}`}
              onClick={remove}
            >
              <Glyph name="trash-2" size={16} />
            </button>
          </span>
        )}
        {part !== null && (
          <span role="status" className="absolute inset-0 grid place-items-center bg-leaf/85 text-sm font-medium">
            <span className="grid w-2/3 gap-2">
              {part < 1 ? `Uploading, ${Math.round(part * 100)}%` : "Almost there"}
              <progress className="sr-only" value={part} aria-label="Upload" />
              <span className="h-1 overflow-hidden rounded-full bg-base-300" aria-hidden="true">
                <span className="block h-full bg-ember" style={{ width: `${part * 100}%` }} />
              </span>
            </span>
          </span>
        )}
      </div>
      <input type="hidden" name={name} value={held?.id ?? ""} readOnly />
      {message ? (
        <Message id={field.id} text={message} />
      ) : (
        help && (
          <p id={`${field.id}-help`} className="dd-help">
            {help}
          </p>
        )
      )}
    </div>
  );
}
