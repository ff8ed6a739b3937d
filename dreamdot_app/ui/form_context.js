// What a form tells the fields inside it: the errors beside each, whether it saves just now, how often
// it has saved, and how a field says that its error has been seen to.
import { createContext, useContext, useEffect, useId, useRef, useState } from "react";

export const FormContext = createContext({ errors: {}, saving: false, saved: 0, clear: () => {} });

/** A field's ids, its error (the form's or its own) and the attributes that tie them together. */
export function useField(name, help, error) {
  const form = useContext(FormContext);
  const id = useId();
  const message = form.errors[name] || error || "";
  const describedBy = message ? `${id}-error` : help ? `${id}-help` : undefined;
  return {
    id,
    message,
    saving: form.saving,
    clear: () => form.clear(name),
    said: { "aria-invalid": message ? true : undefined, "aria-describedby": describedBy },
  };
}

/** An uncontrolled input that takes a later value as long as nobody has typed in it. */
export function useLateValue(value) {
  const input = useRef(null);
  const touched = useRef(false);
  useEffect(() => {
    if (input.current && !touched.current && input.current.value !== value) {
      input.current.value = value;
    }
  }, [value]);
  return { input, touch: () => (touched.current = true), settle: () => (touched.current = false) };
}

/** A choice that answers at once here and follows when the server has another idea. Where nobody
    is told of it before the form is sent, what was chosen stays, as what was typed does. */
export function useFollowing(value, isTold = true) {
  const [here, setHere] = useState(value);
  const touched = useRef(false);
  useEffect(() => {
    if (isTold || !touched.current) setHere(value);
  }, [value]);
  const choose = (chosen) => {
    touched.current = true;
    setHere(chosen);
  };
  return [here, choose];
}
