// The form around a draft: nothing in it submits, its fields show what the keeper of drafts tells.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";

import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { useOnceTrue } from "./once_true.js";
import { recallField, rememberField } from "./typing_place.js";

export function DraftForm({ isReady, shownAt, children, ...rest }) {
  const [fields, instead] = children;
  const wasReady = useOnceTrue(isReady);
  const isShown = useIsAt(shownAt) && wasReady;
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
  }, [show, isShown]);
  useLayoutEffect(() => {
    const { current } = form;
    return () => current && rememberField(current);
  }, [isShown]);
  useEffect(() => {
    if (form.current) recallField(form.current);
  }, [isShown]);
  const context = useMemo(
    () => ({ errors, saving: false, clear: (name) => show({ [name]: "" }) }),
    [errors, show],
  );
  if (!isShown) return instead;
  return (
    <FormContext value={context}>
      <form
        {...rest}
        ref={form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => event.preventDefault()}
      >
        {fields}
      </form>
    </FormContext>
  );
}

/** The page is at another draft's address before the server has said what is there. */
function useIsAt(place) {
  const { pathname } = useLocation();
  return pathname.replace(/\/$/, "").endsWith(`/${place}`);
}
