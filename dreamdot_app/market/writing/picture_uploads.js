// Pictures on their way up stand in the text as widgets, not as content: nothing half-finished is
// saved, undone or copied. When the server has a picture, its node takes the widget's place.

import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { sendPicture } from "./upload.js";

const key = new PluginKey("pictureUploads");

/** The plugin that carries the widgets along while the text around them changes. */
export const uploadsPlugin = () =>
  new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, set) {
        const moved = set.map(transaction.mapping, transaction.doc);
        const { add, remove } = transaction.getMeta(key) ?? {};
        if (add) return moved.add(transaction.doc, [widget(add)]);
        if (remove)
          return moved.remove(moved.find(undefined, undefined, (spec) => spec.upload === remove));
        return moved;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });

const widget = ({ position, upload }) =>
  Decoration.widget(position, () => upload.element, {
    upload,
    key: upload.id,
    side: -1,
    ignoreSelection: true,
    stopEvent: () => true,
  });

/** How many pictures are on their way or wait for a retry. */
export const uploadCount = (editor) => key.getState(editor.state)?.find().length ?? 0;

/** Starts an upload for each file, the first at `position`. */
export function uploadPictures(editor, files, { url, position = editor.state.selection.from }) {
  for (const file of files) new Upload(editor, file, url).start(position);
}

let count = 0;

class Upload {
  constructor(editor, file, url) {
    Object.assign(this, { editor, file, url, id: `upload-${(count += 1)}` });
    this.preview = URL.createObjectURL(file);
    this.element = draw(this);
  }

  start(position) {
    const { view } = this.editor;
    const place = betweenBlocks(view.state.doc, Math.min(position, view.state.doc.content.size));
    view.dispatch(view.state.tr.setMeta(key, { add: { position: place, upload: this } }));
    this.send();
  }

  async send() {
    this.element.show({ share: 0 });
    this.sending = sendPicture(this.file, {
      url: this.url,
      onProgress: (share) => this.element.show({ share }),
    });
    const { picture, error, offline, cancelled } = await this.sending.sent;
    if (cancelled || this.editor.isDestroyed) return;
    if (picture) return this.arrive(picture);
    this.element.show({ error });
    if (offline) window.addEventListener("online", () => this.retry(), { once: true });
  }

  retry() {
    if (this.element.isConnected && this.element.dataset.failed) this.send();
  }

  /** The picture takes the widget's place, wherever that has moved to. */
  arrive({ url, width, height }) {
    const { view, schema } = this.editor;
    const [found] = key
      .getState(view.state)
      .find(undefined, undefined, (spec) => spec.upload === this);
    const transaction = view.state.tr.setMeta(key, { remove: this });
    if (found)
      transaction.insert(
        found.from,
        schema.nodes.picture.create({ src: url, width, height, alt: "" }),
      );
    view.dispatch(transaction);
    URL.revokeObjectURL(this.preview);
    const drawn = found && view.nodeDOM(transaction.mapping.map(found.from, -1));
    requestAnimationFrame(() => drawn?.querySelector?.("input")?.focus()); // and now: what does it show?
  }

  drop() {
    this.sending?.cancel();
    URL.revokeObjectURL(this.preview);
    const { view } = this.editor;
    view.dispatch(view.state.tr.setMeta(key, { remove: this }));
    view.focus();
  }
}

/** The place between two top-level blocks that is nearest to a position in one of them. */
function betweenBlocks(doc, position) {
  const at = doc.resolve(position);
  if (at.depth === 0) return position;
  const isEmpty = at.parent.isTextblock && at.parent.content.size === 0;
  return isEmpty ? at.before(1) : at.after(1);
}

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** The widget: preview, progress, and what to do when it failed. */
function draw(upload) {
  const bar = make("progress", { className: "progress progress-primary", max: 100, value: 0 });
  bar.setAttribute("aria-label", `Uploading ${upload.file.name}`);
  const text = make("p", { className: "dd-upload-text" });
  const retry = make("button", {
    type: "button",
    className: "btn btn-sm",
    textContent: "Retry",
    onclick: () => upload.send(),
  });
  const remove = make("button", {
    type: "button",
    className: "btn btn-ghost btn-sm",
    textContent: "Remove",
    onclick: () => upload.drop(),
  });
  const row = make("div", { className: "dd-upload-row" }, text, retry, remove);
  const image = make("img", { src: upload.preview, alt: "" });
  const element = make(
    "figure",
    { className: "dd-upload", contentEditable: "false" },
    image,
    bar,
    row,
  );
  element.show = ({ share, error }) => {
    const failed = error !== undefined;
    element.toggleAttribute("data-failed", failed);
    text.setAttribute("role", failed ? "alert" : "status");
    bar.hidden = failed;
    retry.hidden = !failed;
    if (failed) element.dataset.failed = "true";
    else bar.value = Math.round(share * 100);
    text.textContent = failed ? error : share < 1 ? "Uploading…" : "Almost there…";
  };
  return element;
}
