// Fields with given answers: a list, a segmented choice, a switch, a tick.
import { Around, Message } from "$/public/external/dreamdot_app/ui/form_pieces/field_parts.jsx";
import { useField, useFollowing } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";

export function SelectField(props) {
  const { name, label, options = [], value = "", help, error, hideLabel, onChange, className, children, ...rest } =
    props;
  const field = useField(name, help, error);
  const [here, setHere] = useFollowing(value, Boolean(onChange));
  const choose = (event) => {
    setHere(event.target.value);
    field.clear();
    onChange?.(event.target.value);
  };
  const look = ["input dd-select w-full", field.message ? "input-error" : "", className].filter(Boolean).join(" ");
  return (
    <Around {...field} label={label} hideLabel={hideLabel} help={help}>
      <select {...rest} id={field.id} name={name} value={here} onChange={choose} className={look} {...field.said}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </Around>
  );
}

export function Choice({ name, label, options = [], value = "", help, hideLabel, onChange, className = "" }) {
  const field = useField(name, help);
  const [here, setHere] = useFollowing(value);
  return (
    <fieldset className={`min-w-0 ${className}`} aria-describedby={field.said["aria-describedby"]}>
      <legend className={hideLabel ? "sr-only" : "dd-label"}>{label}</legend>
      <div className="dd-choice">
        {options.map(([key, words]) => (
          <label key={key}>
            <input
              type="radio"
              // without a group's name of its own, a second choice on the page would share this one's
              name={`${field.id}${name}`}
              data-name={name}
              value={key}
              checked={here === key}
              className="sr-only"
              onChange={() => {
                setHere(key);
                onChange?.(key);
              }}
            />
            {words}
          </label>
        ))}
      </div>
      {field.message ? <Message id={field.id} text={field.message} /> : null}
      {help && !field.message ? (
        <p id={`${field.id}-help`} className="dd-help">
          {help}
        </p>
      ) : null}
    </fieldset>
  );
}

export function ToggleRow({ name, label, help, checked = false, disabled, onChange, className = "" }) {
  const field = useField(name, help);
  const [here, setHere] = useFollowing(checked);
  const flip = (event) => {
    setHere(event.target.checked);
    onChange?.(event.target.checked);
  };
  return (
    <label className={`flex min-h-14 items-center justify-between gap-4 py-3 ${className}`}>
      <span className="leading-tight">
        <span className="block font-medium">{label}</span>
        {help && (
          <span id={`${field.id}-help`} className="text-[.8125rem] text-muted">
            {help}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        name={name}
        className="toggle toggle-primary shrink-0"
        aria-label={label}
        checked={here}
        disabled={disabled}
        onChange={flip}
        {...field.said}
      />
    </label>
  );
}

export function CheckRow({ name, checked = false, required, error, onChange, className = "", children }) {
  const field = useField(name, "", error);
  const [here, setHere] = useFollowing(checked);
  const flip = (event) => {
    setHere(event.target.checked);
    field.clear();
    onChange?.(event.target.checked);
  };
  return (
    <div className={className}>
      <label className="flex min-h-11 items-center gap-3 text-[.9375rem]">
        <input
          type="checkbox"
          name={name}
          className="checkbox checkbox-primary shrink-0"
          checked={here}
          required={required}
          onChange={flip}
          {...field.said}
        />
        <span>{children}</span>
      </label>
      {field.message && <Message id={field.id} text={field.message} />}
    </div>
  );
}
