// The parts around an input: label, help, error, count.
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

export function Message({ id, text }) {
  return (
    <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-[.8125rem] font-medium text-error">
      <Glyph name="circle-alert" size={16} className="mt-px shrink-0" />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}

/** Label above, the input, then its error or its help. */
export function Around({ id, label, hideLabel, message, help, count, maxLength, children }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hideLabel ? "sr-only" : "dd-label"}>
        {label}
      </label>
      {children}
      <div className="flex items-start justify-between gap-4">
        {message ? (
          <Message id={id} text={message} />
        ) : help ? (
          <p id={`${id}-help`} className="dd-help">
            {help}
          </p>
        ) : (
          <span />
        )}
        {count !== undefined && (
          <span className="dd-help shrink-0 tabular-nums" aria-hidden="true">
            {count} / {maxLength}
          </span>
        )}
      </div>
    </div>
  );
}
