// The form around a draft: nothing in it submits, its fields show what the keeper of drafts tells.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";

export function DraftForm({ children, ...rest }) {
  const form = useRef(null);
  const [errors, setErrors] = useState({});
  const show = useCallback(
    (told) =>
      setErrors((known) =>
        Object.fromEntries(Object.entries({ ...known, ...told }).filter(([, words]) => words)),
      ),
    [],
  );
  useEffect(() => {
    const listen = (event) => show(event.detail);
    const { current } = form;
    current.addEventListener("draft:errors", listen);
    return () => current.removeEventListener("draft:errors", listen);
  }, [show]);
  const context = useMemo(
    () => ({ errors, saving: false, clear: (name) => show({ [name]: "" }) }),
    [errors, show],
  );
  return (
    <FormContext value={context}>
      <form
        {...rest}
        ref={form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => event.preventDefault()}
      >
        {children}
      </form>
    </FormContext>
  );
}
