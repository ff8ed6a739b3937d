// Tabs: the arrow keys move between them, the panels stay in the page. And chips, of which the
// pressed one looks so at once: what it filters follows when the server has answered.
import { Children, createContext, useContext, useEffect, useId, useRef, useState } from "react";
import { Link } from "react-router";
import { useFollowing } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";

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

export function Chips({ options, value, label, onChange, className = "", ...rest }) {
  const [here, setHere] = useFollowing(value);
  const press = (key) => {
    setHere(key);
    onChange?.(key);
  };
  return (
    <div {...rest} role="group" aria-label={label} className={className}>
      {options.map(([key, words]) => (
        <button key={key} type="button" className="dd-chip flex-none" aria-pressed={key === here} onClick={() => press(key)}>
          {words}
        </button>
      ))}
    </div>
  );
}

const Pressed = createContext({ pressed: {}, press: () => {}, forget: () => {} });

/** A row of filters that are links; remembers which of each group was pressed, until it is true. */
export function ChipRow({ label, children, className = "", ...rest }) {
  const [pressed, setPressed] = useState({});
  const press = (group, href) => setPressed((known) => ({ ...known, [group]: href }));
  const forget = () => setPressed({});
  return (
    <Pressed value={{ pressed, press, forget }}>
      <nav {...rest} aria-label={label} className={className}>
        {children}
      </nav>
    </Pressed>
  );
}

export function ChipLink({ href, current, group, lifts, children, ...rest }) {
  const { pressed, press, forget } = useContext(Pressed);
  const isCurrent = pressed[group] === undefined ? current : pressed[group] === href;
  useEffect(forget, [current, href]);
  return (
    <Link
      {...rest}
      to={href}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => event.defaultPrevented || press(group, lifts && isCurrent ? "" : href)}
    >
      {children}
    </Link>
  );
}
