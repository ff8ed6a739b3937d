// A picture in the text, with its description under it.

import { useId } from "react";
import { NodeViewWrapper } from "@tiptap/react";

import { Icon } from "./icons.jsx";
import { pictureUrl } from "./requests.js";

const LONGEST_DESCRIPTION = 500;

export function PictureView({ node, selected, updateAttributes, deleteNode, editor }) {
  const id = useId();
  const { src, alt, width, height } = node.attrs;
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // the field stands in a form: Enter must not send it
    editor.commands.focus();
  };
  return (
    <NodeViewWrapper as="figure" className="dd-picture" data-selected={selected || undefined}>
      <div className="relative" data-drag-handle="">
        <img
          src={pictureUrl(src)}
          alt={alt}
          width={width ?? undefined}
          height={height ?? undefined}
          draggable="false"
        />
        <button
          type="button"
          className="btn btn-square btn-sm absolute top-3 right-3 border-transparent bg-black/60 text-white"
          aria-label="Remove the picture"
          title="Remove the picture"
          onClick={deleteNode}
        >
          <Icon name="trash-2" className="size-4" />
        </button>
      </div>
      <div className="flex items-center gap-2" contentEditable={false}>
        <label htmlFor={id} className="sr-only">
          Description of the picture
        </label>
        <input
          id={id}
          className="dd-picture-alt"
          value={alt}
          maxLength={LONGEST_DESCRIPTION}
          placeholder="Describe the picture for those who cannot see it"
          onChange={(event) => updateAttributes({ alt: event.target.value })}
          onKeyDown={onKeyDown}
          autoComplete="off"
        />
      </div>
    </NodeViewWrapper>
  );
}
