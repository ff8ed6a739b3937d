// What the editor can make: the same tags that the server keeps (allowed.py), nothing else.

import { Extension, InputRule, Node, mergeAttributes } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions";
import { ReactNodeViewRenderer } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";

import { PictureView } from "./picture_view.jsx";

export const LINK_REL = "noopener nofollow ugc";
const OUR_PICTURE = /^\/media\/[\w-]+(?:\/[\w.-]+)*$/;
const WEB_ADDRESS = /^(?:https?:\/\/[^\s/?#]+|mailto:[^\s@]+@[^\s@]+)/i;
const BARE_HOST = /^[^\s:/?#.]+(?:\.[^\s:/?#.]+)+/; // "verin.example/bus": becomes https:// on its way

/** The address that a link gets, from what was typed; "" when it leads nowhere we allow. */
export function linkAddress(typed) {
  const text = typed.trim();
  if (/\s/.test(text)) return "";
  if (WEB_ADDRESS.test(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  return BARE_HOST.test(text) ? `https://${text}` : "";
}

const pixels = (text) => (/^[1-9]\d{0,4}$/.test(text ?? "") ? Number(text) : null);

const Picture = Node.create({
  name: "picture",
  group: "block",
  draggable: true,
  addAttributes: () => ({
    src: { default: null },
    alt: { default: "" },
    width: { default: null, parseHTML: (element) => pixels(element.getAttribute("width")) },
    height: { default: null, parseHTML: (element) => pixels(element.getAttribute("height")) },
  }),
  parseHTML: () => [
    {
      tag: "img[src]",
      getAttrs: (element) => OUR_PICTURE.test(element.getAttribute("src")) && null,
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ["img", mergeAttributes(HTMLAttributes)],
  addNodeView: () => ReactNodeViewRenderer(PictureView),
});

/** "# " begins a heading too: it is what many type, and the page's own title is the only h1. */
const OneHash = Extension.create({
  name: "oneHash",
  addInputRules() {
    return [
      new InputRule({
        find: /^#\s$/,
        handler: ({ range, chain }) => {
          chain().deleteRange(range).setNode("heading", { level: 2 }).run();
        },
      }),
    ];
  },
});

/** Ctrl/Cmd+K asks for a link; Tab in a list goes deeper, elsewhere it leaves the text. */
const Keys = Extension.create({
  name: "keys",
  addOptions: () => ({ askForLink: () => {} }),
  addKeyboardShortcuts() {
    return {
      "Mod-k": () => {
        this.options.askForLink();
        return true;
      },
    };
  },
});

/** The extensions. `askForLink` is called for Ctrl/Cmd+K. */
export const extensions = ({ placeholder, askForLink }) => [
  StarterKit.configure({
    code: false,
    codeBlock: false,
    underline: false,
    heading: { levels: [2, 3] },
    dropcursor: { color: "var(--color-primary)", width: 2 },
    undoRedo: { depth: 400, newGroupDelay: 700 },
    link: {
      openOnClick: false,
      markdownLinks: true,
      defaultProtocol: "https",
      HTMLAttributes: { target: null, rel: LINK_REL, class: null },
      isAllowedUri: (address) => WEB_ADDRESS.test(address) || BARE_HOST.test(address),
    },
  }),
  Picture,
  OneHash,
  Keys.configure({ askForLink }),
  Placeholder.configure({ placeholder, showOnlyWhenEditable: false }),
];
