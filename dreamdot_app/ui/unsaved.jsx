// In a form: who goes away without having saved is asked first, whichever way they go. What was
// changed is told by comparing, so what was typed and taken back again is no change.
import { useContext, useEffect, useRef, useState } from "react";
import { useBlocker } from "react-router";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Dialog } from "$/public/external/dreamdot_app/ui/dialog/dialog.jsx";

function contentsOf(form) {
  const held = [...form.elements]
    .filter((control) => (control.dataset.name || control.name) && control.type !== "file")
    .filter((control) => control.type !== "radio" || control.checked)
    .map((control) => [control.dataset.name || control.name, control.type === "checkbox" ? control.checked : control.value]);
  return JSON.stringify(held);
}

export function Unsaved() {
  const mark = useRef(null);
  const { saved } = useContext(FormContext);
  const before = useRef(null);
  const sent = useRef(null);
  const [isChanged, setIsChanged] = useState(false);
  const wasChanged = useRef(false);
  wasChanged.current = isChanged;

  useEffect(() => {
    const { form } = mark.current;
    const begin = () => {
      // What the server made of it since is no change of somebody's.
      if (!wasChanged.current) before.current = contentsOf(form);
    };
    const compare = () => setIsChanged(before.current !== null && contentsOf(form) !== before.current);
    const send = () => {
      sent.current = contentsOf(form);
    };
    const heard = [
      ["focusin", begin], ["pointerdown", begin], ["input", compare], ["change", compare], ["submit", send],
    ];
    for (const [name, hear] of heard) form.addEventListener(name, hear, true);
    return () => {
      for (const [name, hear] of heard) form.removeEventListener(name, hear, true);
    };
  }, []);

  useEffect(() => {
    if (!saved) return;
    before.current = sent.current; // what was typed while it was on its way is not saved yet
    setIsChanged(contentsOf(mark.current.form) !== before.current);
  }, [saved]);

  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname,
  );
  const isAsking = blocker.state === "blocked";
  return (
    <>
      <input ref={mark} type="hidden" disabled />
      <Dialog
        name="unsaved"
        open={isAsking}
        title="Leave without saving?"
        width="24rem"
        onClose={() => blocker.state === "blocked" && blocker.reset()}
      >
        <div className="px-6 pt-4 pb-6">
          <p className="leading-relaxed text-muted">What you changed here would be lost.</p>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <button
              type="button"
              className="btn btn-ghost"
              onClick={() => {
                setIsChanged(false); // it has been answered: the browser need not ask as well
                blocker.proceed?.();
              }}
            >
              Leave
            </button>
            <button type="button" className="btn btn-primary" onClick={() => blocker.reset?.()}>
              Stay
            </button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
