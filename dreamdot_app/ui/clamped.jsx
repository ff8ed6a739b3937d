// A text that shows its beginning, and all of it when asked; the button is there only where something
// is hidden.
import { useEffect, useId, useRef, useState } from "react";

export function Clamped({ more, less, lines = 6, children, className = "", ...rest }) {
  const id = useId();
  const text = useRef(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isLong, setIsLong] = useState(false);

  useEffect(() => {
    const measure = () => {
      const { current } = text;
      if (current && !current.dataset.open) setIsLong(current.scrollHeight > current.clientHeight + 2);
    };
    const watching = new ResizeObserver(measure);
    watching.observe(text.current);
    measure();
    return () => watching.disconnect();
  }, [children]);

  const closed = { display: "-webkit-box", WebkitBoxOrient: "vertical", WebkitLineClamp: lines, overflow: "hidden" };
  return (
    <div {...rest} className={className}>
      <div ref={text} id={id} data-open={isOpen || undefined} style={isOpen ? undefined : closed}>
        {children}
      </div>
      {isLong && (
        <button
          type="button"
          className="dd-tap mt-1 font-semibold text-primary underline-offset-4 hover:underline"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? less : more}
        </button>
      )}
    </div>
  );
}
