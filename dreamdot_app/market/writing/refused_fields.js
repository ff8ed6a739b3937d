// What the server refused of a form: the value of each field as it was refused, and why.

import { sameValue } from "./draft_fields.js";

export class RefusedFields {
  #fields = new Map(); // name → {value, message}

  get any() {
    return this.#fields.size > 0;
  }

  has(name, value) {
    return this.#fields.has(name) && sameValue(this.#fields.get(name).value, value);
  }

  add(name, value, message) {
    this.#fields.set(name, { value, message });
  }

  /** The fields but for those that were refused as they are: the rest is to be kept. */
  without(fields) {
    return Object.fromEntries(
      Object.entries(fields).filter(([name, value]) => !this.has(name, value)),
    );
  }

  /** Forgets what says something else by now; the names of it. */
  forgive(fields) {
    const mended = [...this.#fields.keys()].filter((name) => !this.has(name, fields[name]));
    for (const name of mended) this.#fields.delete(name);
    return mended;
  }

  get values() {
    return this.#each(({ value }) => value);
  }

  get messages() {
    return this.#each(({ message }) => message);
  }

  #each(part) {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [name, part(field)]));
  }
}
