// "Text ▾": what kind of block the cursor stands in, and a menu to change it.

import { useId, useRef, useState } from "react";
import { useEditorState } from "@tiptap/react";

import { Icon } from "./icons.jsx";

const KINDS = [
  {
    name: "Text",
    look: "",
    is: (editor) => !editor.isActive("heading"),
    set: (chain) => chain.setParagraph(),
  },
  {
    name: "Heading",
    look: "font-serif text-xl",
    is: (editor) => editor.isActive("heading", { level: 2 }),
    set: (chain) => chain.setHeading({ level: 2 }),
  },
  {
    name: "Small heading",
    look: "font-serif text-[1.0625rem]",
    is: (editor) => editor.isActive("heading", { level: 3 }),
    set: (chain) => chain.setHeading({ level: 3 }),
  },
];

export function BlockMenu({ editor, tabIndex }) {
  const id = useId();
  const button = useRef(null);
  const menu = useRef(null);
  const [isOpen, setIsOpen] = useState(false);
  const present = useEditorState({
    editor,
    selector: ({ editor: now }) => KINDS.find((kind) => kind.is(now))?.name,
  });

  const choose = (kind) => {
    menu.current.hidePopover();
    kind.set(editor.chain().focus()).run();
  };
  const onToggle = (event) => {
    const opened = event.newState === "open";
    setIsOpen(opened);
    if (opened) {
      stand(menu.current, button.current);
      menu.current.querySelector("[aria-checked=true]")?.focus();
    }
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        data-tool="blocks"
        tabIndex={tabIndex}
        className="btn btn-ghost btn-sm flex-none gap-1 px-2.5 font-medium max-lg:h-11"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        title="Kind of paragraph"
        popoverTarget={id}
      >
        {present ?? "Text"}
        <Icon name="chevron-down" className="size-4" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label="Kind of paragraph"
        className="dd-float m-0 min-w-44 p-1.5 text-base-content"
        onToggle={onToggle}
        onKeyDown={(event) => moveInMenu(event, menu.current, button.current)}
      >
        {KINDS.map((kind) => (
          <button
            key={kind.name}
            type="button"
            role="menuitemradio"
            aria-checked={kind.name === present}
            tabIndex={-1}
            className={`flex min-h-11 w-full items-center justify-between gap-6 rounded-lg px-3 text-left hover:bg-base-200 ${kind.look}`}
            onClick={() => choose(kind)}
          >
            {kind.name}
            {kind.name === present && <Icon name="check" className="size-4" />}
          </button>
        ))}
      </div>
    </>
  );
}

/** Under the button, or over it where there is no room below. */
function stand(menu, button) {
  const place = button.getBoundingClientRect();
  const below = place.bottom + 6 + menu.offsetHeight < window.innerHeight;
  menu.style.left = `${Math.max(8, Math.min(place.left, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = below ? `${place.bottom + 6}px` : "auto";
  menu.style.bottom = below ? "auto" : `${window.innerHeight - place.top + 6}px`;
}

function moveInMenu(event, menu, button) {
  const items = [...menu.querySelectorAll("[role=menuitemradio]")];
  const present = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  event.stopPropagation(); // the toolbar's arrows are not meant
  if (event.key === "Tab" || event.key === "Escape") {
    menu.hidePopover();
    button.focus();
  } else if (step) items[(present + step + items.length) % items.length].focus();
  else if (event.key === "Home") items[0].focus();
  else if (event.key === "End") items.at(-1).focus();
  else return;
  event.preventDefault();
}
