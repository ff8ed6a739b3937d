// Tabs: the arrow keys move between them, the panels stay in the page.
import { Children, useId, useRef, useState } from "react";

export function Tabs({ labels = [], value = "", label, onChange, children, className = "" }) {
  const id = useId();
  const list = useRef(null);
  const panels = Children.toArray(children);
  const [here, setHere] = useState(value || labels[0]?.[0]);

  const go = (index) => {
    const [key] = labels[(index + labels.length) % labels.length];
    setHere(key);
    onChange?.(key);
    list.current.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  const move = (event) => {
    const at = labels.findIndex(([key]) => key === here);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: labels.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };

  return (
    <div className={className}>
      <div ref={list} role="tablist" aria-label={label} className="dd-tablist" onKeyDown={move}>
        {labels.map(([key, words], index) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-key={key}
            id={`${id}-${key}`}
            aria-selected={key === here}
            aria-controls={`${id}-${key}-panel`}
            tabIndex={key === here ? 0 : -1}
            onClick={() => go(index)}
          >
            {words}
          </button>
        ))}
      </div>
      {labels.map(([key], index) => (
        <div
          key={key}
          role="tabpanel"
          id={`${id}-${key}-panel`}
          aria-labelledby={`${id}-${key}`}
          hidden={key !== here}
          tabIndex={0}
          className="pt-6"
        >
          {panels[index]}
        </div>
      ))}
    </div>
  );
}
