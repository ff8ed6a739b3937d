// The form around a draft: nothing in it submits, its fields show what the keeper of drafts tells.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { useOnceTrue } from "./once_true.js";
import { recallField, rememberField } from "./typing_place.js";

export function DraftForm({ isHydrated, children, ...rest }) {
  const isReady = useOnceTrue(isHydrated);
  const form = useRef(null);
  const [errors, setErrors] = useState({});
  const show = useCallback(
    (told) =>
      setErrors((known) =>
        Object.fromEntries(Object.entries({ ...known, ...told }).filter(([, words]) => words)),
      ),
    [],
  );
  useLayoutEffect(() => {
    const listen = (event) => show(event.detail);
    const { current } = form;
    current?.addEventListener("draft:errors", listen);
    return () => current?.removeEventListener("draft:errors", listen);
  }, [show, isReady]);
  useLayoutEffect(() => {
    const { current } = form;
    return () => current && rememberField(current);
  }, [isReady]);
  useEffect(() => {
    if (form.current) recallField(form.current);
  }, [isReady]);
  const context = useMemo(
    () => ({ errors, saving: false, clear: (name) => show({ [name]: "" }) }),
    [errors, show],
  );
  if (!isReady) return null;
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
