// Six digits of an authenticator app. Phones offer the digits' keyboard, and what a manager fills in.
import { useRef } from "react";
import { TextField } from "$/public/external/dreamdot_app/ui/form_pieces/fields.jsx";

/** `sendsItself`: the form goes as soon as there are six digits, once for each six. */
export function CodeField({ sendsItself, label = "Six digits", ...rest }) {
  const box = useRef(null);
  const sent = useRef("");
  const onChange = (typed) => {
    const digits = typed.replace(/\D/g, "");
    if (!sendsItself || digits.length !== 6 || digits === sent.current) return;
    sent.current = digits;
    box.current.querySelector("input").form.requestSubmit();
  };
  return (
    <div ref={box}>
      <TextField
        {...rest}
        name="code"
        label={label}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        required
        className="font-mono text-xl tracking-[.3em]"
        onChange={onChange}
      />
    </div>
  );
}
