// A line that grows with what is typed: the title of a work and the line under it. Enter goes on to
// the next field instead of breaking the line.

import { useLayoutEffect, useRef, useState } from "react";

import { useField } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";

const TELL_FROM = 0.8; // of what fits

const LOOKS = {
  title: "font-serif text-[2.5rem] leading-[1.06] font-[440] tracking-[-.025em] md:text-[3.25rem]",
  line: "text-[1.125rem] leading-snug opacity-80",
};

export function GrowingField({ formField, value, label, placeholder, maxLength, asTitle }) {
  const { id, message, clear } = useField(formField, "", "");
  const field = useRef(null);
  const [length, setLength] = useState(0);
  useLayoutEffect(() => {
    const { current } = field;
    const grow = () => {
      setLength([...current.value].length);
      if (CSS.supports("field-sizing", "content")) return;
      current.style.height = "auto";
      current.style.height = `${current.scrollHeight}px`;
    };
    grow();
    current.addEventListener("input", grow);
    window.addEventListener("resize", grow);
    return () => {
      current.removeEventListener("input", grow);
      window.removeEventListener("resize", grow);
    };
  }, []);
  return (
    <div>
      <textarea
        ref={field}
        id={id}
        name={formField}
        rows={1}
        defaultValue={value}
        placeholder={placeholder}
        aria-label={label}
        aria-invalid={message ? true : undefined}
        aria-describedby={message ? `${id}-error` : undefined}
        className={`block w-full resize-none [field-sizing:content] bg-transparent text-base-content outline-none placeholder:text-muted placeholder:opacity-100 ${LOOKS[asTitle ? "title" : "line"]}`}
        onInput={(event) => {
          const { value: typed, selectionStart } = event.target;
          if (/[\r\n]/.test(typed)) {
            event.target.value = typed.replace(/\s*[\r\n]+\s*/g, " ");
            event.target.setSelectionRange(selectionStart, selectionStart);
          }
          if (message) clear();
        }}
        onKeyDown={goOn}
      />
      <div className="flex items-start justify-between gap-4 text-[.8125rem]">
        {message ? (
          <p id={`${id}-error`} role="alert" className="mt-1.5 font-medium text-error">
            {message}
          </p>
        ) : (
          <span />
        )}
        {length > maxLength * TELL_FROM && <Count length={length} most={maxLength} />}
      </div>
    </div>
  );
}

/** Nothing is cut off: what is too much stays, and is told. */
const Count = ({ length, most }) => (
  <span
    aria-hidden="true"
    className={`mt-1.5 shrink-0 tabular-nums ${length > most ? "font-medium text-error" : "text-muted"}`}
  >
    {length} / {most}
  </span>
);

function goOn(event) {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const stops = [
    ...event.target.form.querySelectorAll(
      "textarea:not([hidden]), input:not([type=hidden]), [contenteditable=true]",
    ),
  ];
  stops[stops.indexOf(event.target) + 1]?.focus();
}
