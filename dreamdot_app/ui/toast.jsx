// Short messages, one line each, in the top layer so that an open dialog does not hide them. Told
// through the channel "toast": {text, tone, action: {label, href} | {label, event, payload} |
// {label, run}, seconds, about}; a message takes the place of an earlier one about the same, and one
// without text takes it back.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { eventLoop } from "$/utils/context-registry";
import { ReflexEvent } from "$/utils/state";
import { listen } from "$/public/external/dreamdot_app/ui/browser/signals.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const LOOKS = {
  good: ["circle-check", "text-success"],
  saved: ["bookmark", "text-primary"],
  offline: ["wifi-off", "text-dawn"],
  bad: ["circle-alert", "text-error"],
  info: ["info", "text-primary"],
};
const AT_ONCE = 3;
let serial = 0;

/** One message, as it looks; also drawn by the style guide. */
export function Message({ text, tone, action, onAct, onDismiss, ...rest }) {
  const [glyph, colour] = LOOKS[tone] ?? LOOKS.info;
  return (
    <div {...rest} className="dd-float flex items-center gap-3 py-2 pr-2 pl-4">
      <Glyph name={glyph} size={20} className={`shrink-0 ${colour}`} />
      <p className="min-w-0 flex-1 py-1.5 text-[.9375rem] leading-snug break-words">{text}</p>
      {action && (
        <button type="button" className="btn btn-ghost btn-sm text-primary" onClick={onAct}>
          {action}
        </button>
      )}
      <button
        type="button"
        className="btn btn-ghost btn-square btn-sm"
        aria-label="Dismiss"
        onClick={onDismiss}
      >
        <Glyph name="x" size={16} />
      </button>
    </div>
  );
}

/** A message that goes by itself, unless it is being looked at. */
function Toast({ toast, dismiss, act }) {
  const timer = useRef(0);
  const wait = () => {
    clearTimeout(timer.current);
    if (toast.seconds) timer.current = setTimeout(dismiss, toast.seconds * 1000);
  };
  const hold = () => clearTimeout(timer.current);
  useEffect(() => (wait(), hold), []);
  return (
    <Message
      text={toast.text}
      tone={toast.tone}
      action={toast.action?.label}
      onAct={act}
      onDismiss={dismiss}
      onPointerEnter={hold}
      onPointerLeave={wait}
      onFocus={hold}
      onBlur={wait}
    />
  );
}

const isSame = (one, other) =>
  one.text === other.text || (one.about !== undefined && one.about === other.about);

export function Toaster() {
  const [toasts, setToasts] = useState([]);
  const region = useRef(null);
  const navigate = useNavigate();

  useEffect(
    () =>
      listen("toast", (told) => {
        const toast = { seconds: 8, ...told, key: ++serial };
        const fresh = told.text ? [toast] : [];
        setToasts((shown) => [...shown.filter((old) => !isSame(old, toast)), ...fresh].slice(-AT_ONCE));
      }),
    [],
  );
  // Shown anew with each message: the last one shown is the topmost, also above a dialog.
  useEffect(() => {
    if (region.current.matches(":popover-open")) region.current.hidePopover();
    if (toasts.length) region.current.showPopover();
  }, [toasts]);

  const dismiss = (key) => setToasts((shown) => shown.filter((toast) => toast.key !== key));
  const act = ({ key, action }) => {
    dismiss(key);
    if (action.run) action.run();
    else if (action.href) navigate(action.href);
    else eventLoop.addEvents([ReflexEvent(action.event, action.payload)], [], {});
  };

  return (
    // What is read out has to be there before the message is: a popover that is closed is not.
    <div role="status" aria-live="polite" className="contents">
      <div ref={region} popover="manual" className="dd-toasts">
        {toasts.map((toast) => (
          <Toast key={toast.key} toast={toast} dismiss={() => dismiss(toast.key)} act={() => act(toast)} />
        ))}
      </div>
    </div>
  );
}
