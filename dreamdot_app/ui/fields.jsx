// Fields for text. Nothing that is typed leaves the browser before the form is sent: the inputs are
// uncontrolled, and a handler hears of a value only where a page asks for it.
import { useState } from "react";
import { Around } from "$/public/external/dreamdot_app/ui/form_pieces/field_parts.jsx";
import { useField, useLateValue } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

const boxClass = (base, message, className) =>
  [base, "w-full", message ? "input-error" : "", className].filter(Boolean).join(" ");

/** What every text input shares: ids, late values, clearing of errors, counting. */
function useTyping({ name, help, error, value = "", count, onInput, onChange }) {
  const field = useField(name, help, error);
  const late = useLateValue(value);
  const [length, setLength] = useState(value.length);
  const shown = length || late.input.current?.value.length || 0;
  return {
    field,
    counted: count ? shown : undefined,
    typing: {
      id: field.id,
      name,
      ref: late.input,
      defaultValue: value,
      onInput: (event) => {
        late.touch();
        field.clear();
        if (count) setLength(event.target.value.length);
        onChange?.(event.target.value);
        onInput?.(event);
      },
      ...field.said,
    },
  };
}

export function TextField(props) {
  const { name, label, help, error, value, count, hideLabel, prefix, suffix, onChange, onDone, ...rest } = props;
  const { className, children, ...input } = rest;
  const { field, counted, typing } = useTyping({ name, help, error, value, count, onChange });
  return (
    <Around {...field} label={label} hideLabel={hideLabel} help={help} count={counted} maxLength={input.maxLength}>
      <label className={boxClass("input", field.message, className)}>
        {prefix && <span className="text-muted">{prefix}</span>}
        <input {...input} {...typing} onBlur={(event) => onDone?.(event.target.value)} />
        {suffix && <span className="text-muted">{suffix}</span>}
      </label>
    </Around>
  );
}

export function PasswordField(props) {
  const { name, label, help, error, ...rest } = props;
  const { className, children, ...input } = rest; // children stand between the input and its help
  const { field, typing } = useTyping({ name, help, error });
  const [shown, setShown] = useState(false);
  return (
    <Around {...field} label={label} help={help}>
      <div className={boxClass("input pr-1", field.message, className)}>
        <input
          {...input}
          {...typing}
          type={shown ? "text" : "password"}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
        />
        <button
          type="button"
          className="btn btn-ghost btn-square btn-sm text-muted"
          aria-label={shown ? "Hide password" : "Show password"}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Glyph name={shown ? "eye-off" : "eye"} size={18} />
        </button>
      </div>
      {children}
    </Around>
  );
}

export function TextArea(props) {
  const { name, label, help, error, value, count, hideLabel, onChange, onDone, ...rest } = props;
  const { className, children, ...input } = rest;
  const { field, counted, typing } = useTyping({ name, help, error, value, count, onChange });
  return (
    <Around {...field} label={label} hideLabel={hideLabel} help={help} count={counted} maxLength={input.maxLength}>
      <textarea
        {...input}
        {...typing}
        className={boxClass("textarea", field.message, className)}
        onBlur={(event) => onDone?.(event.target.value)}
      />
    </Around>
  );
}
