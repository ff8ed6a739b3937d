// The rich text editor. It reads its text from a hidden field of the surrounding form and writes it
// back there, so that whoever keeps or sends the form needs to know nothing of editors.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Extension } from "@tiptap/core";
import { EditorContent, useEditor, useEditorState } from "@tiptap/react";

import "$/public/external/dreamdot_app/market/reading/scripts/story.css";
import "./editor.css";
import { sayOnDesk } from "./desk_words.js";
import { useMirror } from "./editor_mirror.js";
import { extensions } from "./editor_schema.js";
import { Toolbar } from "./editor_toolbar.jsx";
import { LinkDialog } from "./link_dialog.jsx";
import { pasteHandlers } from "./paste.js";
import {
  putUploadsAway,
  takeUpUploads,
  uploadCount,
  uploadPictures,
  uploadsPlugin,
} from "./picture_uploads.js";
import { PICTURE_TYPES } from "./upload.js";

export function Editor(props) {
  const call = useRef({}); // what the editor's own handlers call: filled in when it is drawn
  const [{ begun, options }] = useState(() => beginning(props, call));
  // Made in an effect, not while rendering: a render may be thrown away, and its editor with it.
  const editor = useEditor({ ...options, immediatelyRender: false });
  return editor && <Writing {...props} editor={editor} begun={begun} call={call} />;
}

/** The text that the field holds now, and the editor's options, which never change. */
function beginning({ fieldId, label, placeholder }, call) {
  const begun = document.getElementById(fieldId).value;
  const uploads = Extension.create({
    name: "uploads",
    addProseMirrorPlugins: () => [uploadsPlugin()],
  });
  const askForLink = () => call.current.askForLink();
  const options = {
    extensions: [...extensions({ placeholder, askForLink }), uploads],
    content: begun,
    injectCSS: false, // its rules are in editor.css: no style element at run time
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        class: "dd-reading dd-story dd-editor-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-describedby": `${fieldId}-error`,
        spellcheck: "true",
      },
      ...pasteHandlers(call),
    },
  };
  return { begun, options };
}

function Writing({ editor, begun, call, fieldId, keptAs, uploadUrl, toolbarId, maxCharacters }) {
  const [linkRequest, setLinkRequest] = useState(null);
  const files = useRef(null);
  const pending = useEditorState({ editor, selector: ({ editor: now }) => uploadCount(now) });
  useMirror(editor, fieldId, begun);
  useKeptUploads(editor, keptAs);
  call.current = {
    say: (text) => sayOnDesk(text),
    askForLink: () => setLinkRequest(presentLink(editor)),
    upload: (files, position) => uploadPictures(editor, files, { url: uploadUrl, position }),
    maxCharacters,
  };
  const onLink = (answer) => {
    setLinkRequest(null);
    const chain = editor.chain().focus();
    if (!answer) return chain.run();
    if (answer.remove) return chain.extendMarkRange("link").unsetLink().run();
    if (linkRequest.needsText) return chain.insertContent(linked(answer)).run();
    return chain.extendMarkRange("link").setLink({ href: answer.href }).run();
  };
  return (
    <div data-editor={fieldId} data-uploading={pending || undefined}>
      <InHeader id={toolbarId}>
        <Toolbar
          editor={editor}
          standsAlone={!toolbarId}
          onLink={() => call.current.askForLink()}
          onPicture={() => files.current.click()}
        />
      </InHeader>
      <EditorContent editor={editor} />
      <input
        ref={files}
        type="file"
        accept={PICTURE_TYPES}
        multiple
        hidden
        aria-label="Pictures for the text"
        onChange={(event) => {
          call.current.upload([...event.target.files]);
          event.target.value = "";
        }}
      />
      <LinkDialog request={linkRequest} onDone={onLink} />
    </div>
  );
}

const linked = ({ href, text }) => ({
  type: "text",
  text,
  marks: [{ type: "link", attrs: { href } }],
});

/** What the link dialog begins with. */
function presentLink(editor) {
  const { empty, from, to } = editor.state.selection;
  const href = editor.getAttributes("link").href ?? "";
  return { href, text: editor.state.doc.textBetween(from, to, " "), needsText: empty && !href };
}

/** Children in the element that the page has set aside for them, or where they stand. */
function InHeader({ id, children }) {
  const [place, setPlace] = useState(() => id && document.getElementById(id));
  useEffect(() => setPlace(id && document.getElementById(id)), [id]);
  return place ? createPortal(children, place) : children;
}

/** Pictures on their way outlive the editor; `text` names what they belong to. */
function useKeptUploads(editor, text) {
  useEffect(() => takeUpUploads(editor, text), [editor, text]);
  useLayoutEffect(() => () => putUploadsAway(editor, text), [editor, text]); // it still lives then
}
