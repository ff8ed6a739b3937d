// A native dialog: the browser keeps the focus inside, closes it on Escape and gives the focus
// back. It opens by its channel ("dialog_<id>") or by the `open` prop.
import { useEffect, useId, useRef } from "react";
import { listen } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

export function Dialog({ name, open, onClose, title, detail, width, drawer, children, className = "", ...rest }) {
  const dialog = useRef(null);
  const heading = useId();

  useEffect(() => {
    const receive = (wish) => {
      if (wish === "open" && !dialog.current.open) dialog.current.showModal();
      if (wish === "close") dialog.current.close();
    };
    return listen(`dialog_${name}`, receive);
  }, [name]);

  useEffect(() => {
    if (open === undefined) return;
    if (open && !dialog.current.open) dialog.current.showModal();
    if (!open && dialog.current.open) dialog.current.close();
  }, [open]);

  // A press that begins and ends on the backdrop closes; a text selection that slips out does not.
  const pressed = useRef(false);
  const isBackdrop = (event) => event.target === dialog.current;

  return (
    <dialog
      {...rest}
      ref={dialog}
      aria-labelledby={heading}
      className={`dd-dialog ${className}`}
      data-drawer={drawer || undefined}
      style={{ "--dd-width": width }}
      onClose={() => onClose?.()}
      onPointerDown={(event) => (pressed.current = isBackdrop(event))}
      onClick={(event) => pressed.current && isBackdrop(event) && dialog.current.close()}
    >
      <div className="flex min-h-0 w-full flex-col">
        <header className="flex items-start justify-between gap-4 px-6 pt-6">
          <div className="min-w-0">
            {detail ? <p className="mb-1 text-sm text-muted">{detail}</p> : null}
            <h2 id={heading} className="text-2xl text-pretty break-words">
              {title}
            </h2>
          </div>
          <button
            type="button"
            className="btn btn-ghost btn-square btn-sm -mt-0.5 -mr-2"
            aria-label="Close"
            onClick={() => dialog.current.close()}
          >
            <Glyph name="x" size={20} />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
