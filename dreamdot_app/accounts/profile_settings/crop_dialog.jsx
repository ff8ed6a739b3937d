// A picture's part is chosen: moved by hand, by finger or by the arrow keys, made larger by a slider.
// Only this file brings the cropper; it is loaded when somebody has chosen a picture.
import { useEffect, useId, useRef, useState } from "react";
import Cropper from "react-easy-crop";
import "react-easy-crop/react-easy-crop.css";
import { Dialog } from "$/public/external/dreamdot_app/ui/dialog/dialog.jsx";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";
import { cropped } from "./crop.js";

const LARGEST_ZOOM = 4;
const LIT = "outline-none focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-white";

export default function CropDialog({ file, label, width, height, round, onDone, onCancel }) {
  const slider = useId();
  const part = useRef(null);
  const stage = useRef(null);
  const [address, setAddress] = useState("");
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [isReady, setIsReady] = useState(false);
  const [words, setWords] = useState("");

  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);

  useEffect(() => {
    if (isReady) stage.current.querySelector("[role=group]")?.focus();
  }, [isReady]);

  const use = async () => {
    if (!part.current) return;
    try {
      onDone(await cropped(address, part.current, width, height));
    } catch {
      setWords("This picture cannot be read. Choose another one.");
    }
  };

  return (
    <Dialog name="crop" open title={label} width="34rem" onClose={onCancel}>
      <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-6">
        <div hidden={Boolean(words)}>
          <div ref={stage} className="relative h-64 overflow-hidden rounded-field bg-[#14101f] sm:h-80">
            {address && (
              <Cropper
                image={address}
                crop={crop}
                zoom={zoom}
                maxZoom={LARGEST_ZOOM}
                aspect={width / height}
                cropShape={round ? "round" : "rect"}
                objectFit="contain"
                showGrid={false}
                keyboardStep={8}
                onCropChange={setCrop}
                onZoomChange={setZoom}
                onCropComplete={(_, pixels) => {
                  part.current = pixels;
                  setIsReady(true);
                }}
                mediaProps={{ onError: () => setWords("This picture cannot be read. Choose another one.") }}
                cropperProps={{
                  role: "group",
                  "aria-label": "The part that is shown. The arrow keys move the picture.",
                }}
                classes={{ cropAreaClassName: LIT }}
                disableAutomaticStylesInjection
              />
            )}
          </div>
          <div className="mt-4 flex items-center gap-3">
            <Glyph name="minus" size={18} className="text-muted" />
            <label htmlFor={slider} className="sr-only">
              Zoom
            </label>
            <input
              id={slider}
              type="range"
              min="1"
              max={LARGEST_ZOOM}
              step="0.05"
              value={zoom}
              className="h-11 w-full accent-primary"
              aria-valuetext={`${Math.round(zoom * 100)} %`}
              onChange={(event) => setZoom(Number(event.target.value))}
            />
            <Glyph name="plus" size={18} className="text-muted" />
          </div>
          <p className="dd-help">Drag the picture, or move it with the arrow keys.</p>
        </div>
        {words && (
          <p role="alert" className="text-sm font-medium text-error">
            {words}
          </p>
        )}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <button type="button" className="btn btn-ghost" onClick={onCancel}>
            Cancel
          </button>
          <button type="button" className="btn btn-primary" disabled={!isReady || Boolean(words)} onClick={use}>
            Use this part
          </button>
        </div>
      </div>
    </Dialog>
  );
}
