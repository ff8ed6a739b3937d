// Pictures on their way up stand in the text as widgets, not as content: nothing half-finished is
// saved, undone or copied. When the server has a picture, its node takes the widget's place. When the
// text is taken off the page meanwhile, they wait for it to come back.

import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { OneUpload } from "./one_upload.js";

const key = new PluginKey("pictureUploads");
const away = new Map(); // a text that is not on the page → [{upload, position}]

/** The plugin that carries the widgets along while the text around them changes. */
export const uploadsPlugin = () =>
  new Plugin({
    key,
    state: { init: () => [], apply: follow },
    props: {
      decorations: (state) => DecorationSet.create(state.doc, key.getState(state).map(widget)),
    },
  });

/** Where the uploads stand after a transaction: [{upload, position}]. */
function follow(transaction, standing) {
  const { add, remove } = transaction.getMeta(key) ?? {};
  const left = standing.filter(({ upload }) => upload !== remove);
  // Where several stand in one place, a picture that arrives parts those before it from those after.
  const places = left.map(({ upload, position }) => ({
    upload,
    position: moved(transaction, position, remove && upload.number > remove.number),
  }));
  return add ? [...places, add] : places;
}

/** A position after a transaction; near to where it was when the text around it is gone. */
function moved({ mapping, doc }, position, isAfter) {
  const { pos, deletedAcross } = mapping.mapResult(position, isAfter ? 1 : -1);
  return deletedAcross ? betweenBlocks(doc, position) : pos;
}

const widget = ({ upload, position }) =>
  Decoration.widget(position, () => upload.element, {
    key: `upload-${upload.number}`,
    side: -1 / upload.number, // before the text, in the order in which they were chosen
    ignoreSelection: true,
    stopEvent: () => true,
  });

/** How many pictures are on their way or wait for a retry. */
export const uploadCount = (editor) => key.getState(editor.state)?.length ?? 0;

/** Starts an upload for each file; they will stand at `position` in this order. */
export function uploadPictures(editor, files, { url, position = editor.state.selection.from }) {
  const place = betweenBlocks(editor.state.doc, position);
  for (const file of files) {
    const upload = new OneUpload(file, { url, onSent: arrive, onDropped: leave });
    upload.selection = editor.state.selection;
    stand(editor, upload, place);
  }
}

/** The text is back on the page: what is still on its way to it, or has arrived, stands in it. */
export function takeUpUploads(editor, text) {
  const places = away.get(text) ?? [];
  away.delete(text);
  for (const { upload, position } of places) {
    stand(editor, upload, betweenBlocks(editor.state.doc, position));
    if (upload.picture) arrive(upload);
  }
}

/** The text is being taken off the page: its uploads go on without it. */
export function putUploadsAway(editor, text) {
  const places = key.getState(editor.state);
  for (const { upload } of places) upload.editor = null;
  if (places.length) away.set(text, places);
}

function stand(editor, upload, position) {
  const { view } = editor;
  upload.editor = editor;
  view.dispatch(view.state.tr.setMeta(key, { add: { upload, position } }));
}

/** The picture takes the widget's place, wherever that has moved to. */
function arrive(upload) {
  if (!upload.editor) return; // it waits for its text
  const { view, schema } = upload.editor;
  const { url: src, width, height } = upload.picture;
  const { position } = key.getState(view.state).find((place) => place.upload === upload);
  const isAwaited = view.state.selection.eq(upload.selection);
  const picture = schema.nodes.picture.create({ src, width, height, alt: "" });
  view.dispatch(view.state.tr.setMeta(key, { remove: upload }).insert(position, picture));
  if (isAwaited) askForDescription(view, position);
}

/** What does it show? That is asked of somebody who waits for it, not of one who writes on. */
function askForDescription(view, position) {
  const { selection } = view.state;
  const drawn = view.nodeDOM(position);
  requestAnimationFrame(() => {
    if (view.hasFocus() && view.state.selection.eq(selection))
      drawn?.querySelector?.("input")?.focus();
  });
}

function leave(upload) {
  const { view } = upload.editor;
  view.dispatch(view.state.tr.setMeta(key, { remove: upload }));
  view.focus();
}

/** The place between two top-level blocks that is nearest to a position in one of them. */
function betweenBlocks(doc, position) {
  const at = doc.resolve(Math.min(position, doc.content.size));
  if (at.depth === 0) return at.pos;
  const isEmpty = at.parent.isTextblock && at.parent.content.size === 0;
  return isEmpty ? at.before(1) : at.after(1);
}
