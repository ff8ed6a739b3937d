// A menu that opens from a button: a popover, so that it lies above everything, closes on Escape
// and on a press elsewhere, and gives the focus back. Arrow keys, Home, End and letters move in it.
import { Children, useEffect, useId, useRef, useState } from "react";

const EDGE = 12;
const GAP = 6;

/** Beside its button, on the side where there is room. */
function place(menu, button, align) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const wished = align === "start" ? at.left : at.right - width;
  const below = at.bottom + GAP;
  const fits = below + height + EDGE <= innerHeight || at.top - GAP - height < EDGE;
  menu.style.left = `${Math.max(EDGE, Math.min(wished, innerWidth - width - EDGE))}px`;
  menu.style.top = `${fits ? below : at.top - GAP - height}px`;
}

export function Menu({ label, align = "end", children, className = "", menuClass = "", ...rest }) {
  const id = useId();
  const button = useRef(null);
  const menu = useRef(null);
  const [open, setOpen] = useState(false);
  const [trigger, ...items] = Children.toArray(children);
  const entries = () => [...menu.current.querySelectorAll("[role^=menuitem]:not([aria-disabled=true])")];

  useEffect(() => {
    if (!open) return undefined;
    place(menu.current, button.current, align);
    entries()[0]?.focus();
    const close = () => menu.current?.hidePopover();
    addEventListener("resize", close);
    return () => removeEventListener("resize", close);
  }, [open]);

  const move = (event) => {
    const all = entries();
    const here = all.indexOf(document.activeElement);
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 };
    let next = all[steps[event.key] % all.length];
    if (!next && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      const begins = (entry) => entry.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
      next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find(begins);
    }
    if (event.key === "Tab") menu.current.hidePopover();
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <>
      <button
        {...rest}
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        className={className}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" && !open) (event.preventDefault(), menu.current.showPopover());
        }}
      >
        {trigger}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className={`dd-float dd-menu ${menuClass}`}
        onToggle={(event) => setOpen(event.newState === "open")}
        onKeyDown={move}
        onClick={(event) => event.target.closest("[role=menuitem]") && menu.current.hidePopover()}
      >
        {items}
      </div>
    </>
  );
}
