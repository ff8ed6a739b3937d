// One picture on its way up. It knows no editor, so that it goes on while the text is not on the page.

import { sendInTurn } from "./upload_turns.js";
import { drawUpload } from "./upload_widget.js";

let count = 0;

export class OneUpload {
  picture = null; // what the server made of it
  ending = new AbortController();

  /** `onSent(this)` when the server has it, `onDropped(this)` when nobody wants it any more. */
  constructor(file, { url, onSent, onDropped }) {
    Object.assign(this, { file, url, onSent, onDropped, number: (count += 1) });
    this.preview = URL.createObjectURL(file);
    this.element = drawUpload(this);
    this.send();
  }

  async send() {
    this.element.show({ share: 0 });
    this.sending = sendInTurn(this.file, {
      url: this.url,
      onProgress: (share) => this.element.show({ share }),
    });
    const { picture, error, offline, cancelled } = await this.sending.sent;
    if (cancelled) return;
    if (!picture) return this.fail(error, offline);
    this.picture = picture;
    URL.revokeObjectURL(this.preview);
    this.onSent(this);
  }

  /** Without a connection it tries again by itself as soon as there is one. */
  fail(error, offline) {
    this.element.show({ error });
    const again = () => this.element.dataset.failed && this.send();
    if (offline) window.addEventListener("online", again, { once: true, signal: this.ending.signal });
  }

  drop() {
    this.ending.abort();
    this.sending.cancel();
    URL.revokeObjectURL(this.preview);
    this.onDropped(this);
  }
}
