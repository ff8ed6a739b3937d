// What one page has of its draft on this device: the copy that follows the typing, the copy of an
// earlier page that it carries on, and versions put aside.

import { over } from "./draft_fields.js";

export class DraftCopies {
  #carried = null; // key of a copy that was restored; gone once ours is on the disk
  #kept = false; // whether this device holds a copy of ours

  constructor(store) {
    this.store = store;
  }

  /** `state` is {fields, revision, attempts}. */
  async keep(state) {
    this.#kept = true;
    await this.store.keep(this.#copy(state));
    if (!this.#carried) return;
    const carried = this.#carried;
    this.#carried = null;
    await this.store.forget(carried);
  }

  /** As `keep`, before it returns: the page may be going away. */
  keepNow(state) {
    this.#kept = true;
    this.store.keepNow(this.#copy(state));
  }

  /** Puts a version away where no page carries it on by itself. */
  async putAside(state) {
    const copy = this.#copy(state, `${this.store.key}|${Date.now()}`);
    // A writer of its own: the lock of this page must not hide it from the next one.
    const aside = { ...copy, writer: `${copy.writer}|aside`, aside: true };
    await this.store.keep(aside);
    return aside;
  }

  /** What earlier pages left that says something else than the server; the rest did its duty. */
  async left(stored, mark) {
    const known = mark(stored);
    const copies = await this.store.left();
    return copies.filter((copy) => {
      const differs = mark(over(stored, copy.fields)) !== known;
      if (!differs) this.store.forget(copy.key);
      return differs;
    });
  }

  /** A copy that an earlier page left is ours to keep from now on. */
  carry(copy) {
    this.#carried = copy.key;
  }

  /** The server has everything: our copy has done its duty. */
  forget() {
    if (!this.#kept) return undefined;
    this.#kept = false;
    if (this.#carried) this.store.forget(this.#carried);
    this.#carried = null;
    return this.store.forget();
  }

  #copy({ fields, revision, attempts }, key = this.store.key) {
    const { url, writer } = this.store;
    return { key, url, writer, revision, fields, attempts, changedAt: Date.now(), aside: false };
  }
}
