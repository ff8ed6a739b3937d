// The editor's toolbar: one stop for Tab, arrows inside it, each tool with its name and shortcut.

import { useEffect, useRef, useState } from "react";
import { useEditorState } from "@tiptap/react";

import { BlockMenu } from "./block_menu.jsx";
import { Icon } from "./icons.jsx";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const MOD = isApple ? "⌘" : "Ctrl+";

const TOOLS = [
  {
    name: "bold",
    icon: "bold",
    label: "Bold",
    keys: `${MOD}B`,
    run: (chain) => chain.toggleBold(),
  },
  {
    name: "italic",
    icon: "italic",
    label: "Italic",
    keys: `${MOD}I`,
    run: (chain) => chain.toggleItalic(),
  },
  { name: "link", icon: "link", label: "Link", keys: `${MOD}K` },
  null,
  {
    name: "heading",
    icon: "heading-2",
    label: "Heading",
    keys: "## and a space",
    run: (chain) => chain.toggleHeading({ level: 2 }),
  },
  {
    name: "quote",
    icon: "quote",
    label: "Quote",
    keys: "> and a space",
    run: (chain) => chain.toggleBlockquote(),
  },
  {
    name: "list",
    icon: "list",
    label: "List",
    keys: "- and a space",
    run: (chain) => chain.toggleBulletList(),
  },
  {
    name: "numbers",
    icon: "list-ordered",
    label: "Numbered list",
    keys: "1. and a space",
    run: (chain) => chain.toggleOrderedList(),
  },
  {
    name: "break",
    icon: "separator-horizontal",
    label: "Section break",
    keys: "---",
    run: (chain) => chain.setHorizontalRule(),
  },
  null,
  { name: "picture", icon: "image", label: "Picture", keys: "or paste, or drop one" },
  null,
  { name: "undo", icon: "undo-2", label: "Undo", keys: `${MOD}Z`, run: (chain) => chain.undo() },
  {
    name: "redo",
    icon: "redo-2",
    label: "Redo",
    keys: isApple ? "⇧⌘Z" : "Ctrl+Y",
    run: (chain) => chain.redo(),
  },
];

const pressedTools = ({ editor }) => ({
  bold: editor.isActive("bold"),
  italic: editor.isActive("italic"),
  link: editor.isActive("link"),
  heading: editor.isActive("heading", { level: 2 }),
  quote: editor.isActive("blockquote"),
  list: editor.isActive("bulletList"),
  numbers: editor.isActive("orderedList"),
  undo: editor.can().undo(),
  redo: editor.can().redo(),
});

const TOGGLES = new Set(["bold", "italic", "link", "heading", "quote", "list", "numbers"]);

export function Toolbar({ editor, standsAlone, onLink, onPicture }) {
  const bar = useRef(null);
  const [stop, setStop] = useState("blocks"); // the tool that Tab reaches
  const pressed = useEditorState({ editor, selector: pressedTools });
  useKeyboardInset(bar);

  const use = (tool) => {
    if (tool.name === "link") return onLink();
    if (tool.name === "picture") return onPicture();
    return tool.run(editor.chain().focus()).run();
  };

  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Text"
      aria-orientation="horizontal"
      className={`dd-editor-bar flex items-center gap-0.5 overflow-x-auto border-hair [scrollbar-width:none] max-lg:fixed max-lg:inset-x-0 max-lg:z-20 max-lg:border-t max-lg:bg-leaf max-lg:px-2.5 max-lg:py-1.5 lg:justify-center ${standsAlone ? "lg:sticky lg:top-0 lg:z-10 lg:border-b lg:bg-base-100 lg:px-2.5 lg:py-1.5" : ""}`}
      onKeyDown={(event) => moveFocus(event, bar.current, () => editor.commands.focus())}
      onFocus={(event) => setStop(event.target.dataset.tool ?? stop)}
    >
      <BlockMenu editor={editor} tabIndex={stop === "blocks" ? 0 : -1} />
      <Line />
      {TOOLS.map((tool, index) =>
        tool ? (
          <button
            key={tool.name}
            type="button"
            data-tool={tool.name}
            tabIndex={stop === tool.name ? 0 : -1}
            className="btn btn-ghost btn-square btn-sm flex-none aria-disabled:opacity-45 aria-pressed:bg-base-300/70 max-lg:size-11"
            aria-label={tool.label}
            title={`${tool.label} (${tool.keys})`}
            aria-pressed={TOGGLES.has(tool.name) ? pressed[tool.name] : undefined}
            aria-disabled={
              (tool.name === "undo" || tool.name === "redo") && !pressed[tool.name]
                ? true
                : undefined
            }
            onMouseDown={(event) => event.preventDefault()} // the selection in the text stays
            onClick={() => use(tool)}
          >
            <Icon name={tool.icon} />
          </button>
        ) : (
          <Line key={`line-${index}`} />
        ),
      )}
    </div>
  );
}

const Line = () => <span className="mx-1 h-5 w-px flex-none bg-hair" aria-hidden="true" />;

/** Arrows, Home and End move among the tools; Escape goes back to the text. */
function moveFocus(event, bar, backToText) {
  const tools = [...bar.querySelectorAll("[data-tool]")];
  const present = tools.indexOf(document.activeElement);
  const target = {
    ArrowRight: (present + 1) % tools.length,
    ArrowLeft: (present - 1 + tools.length) % tools.length,
    Home: 0,
    End: tools.length - 1,
  }[event.key];
  if (present < 0) return;
  if (event.key === "Escape") backToText();
  else if (target === undefined) return;
  else tools[target].focus();
  event.preventDefault();
}

/** On phones the bar stands on the keyboard, which covers the page without resizing it. */
function useKeyboardInset(bar) {
  useEffect(() => {
    const { visualViewport: view } = window;
    if (!view) return undefined;
    const place = () => {
      const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
      bar.current?.style.setProperty("--keyboard", `${Math.round(covered)}px`);
    };
    place();
    view.addEventListener("resize", place);
    view.addEventListener("scroll", place);
    return () => {
      view.removeEventListener("resize", place);
      view.removeEventListener("scroll", place);
    };
  }, [bar]);
}
