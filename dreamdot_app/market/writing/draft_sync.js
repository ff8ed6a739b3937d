// Keeps a draft on the server and on this device. Knows neither React nor the page: it is given
//   form:  { read() → fields, write(fields), flush(), mark(fields) → number, showErrors, clearError }
//   send:  async (fields, revision, { keepalive }) → { status, body, retryAfter }; never throws,
//          status 0 when there was no answer; a conflict (409) tells the present {revision, fields}
//   say:   (state) → void, called on every change of what the page should show
//
// The rules: one request at a time; what is typed is on this device before it is sent and stays there
// until the server has it; what was refused is marked while the rest is saved; what somebody else
// saved is never written over without asking.

import { meaningOf } from "./draft_answers.js";
import { DraftCopies } from "./draft_copies.js";
import { over, sameValue } from "./draft_fields.js";
import { RefusedFields } from "./refused_fields.js";

const PAUSE_MS = 800;
const LONGEST_WAIT_MS = 5_000;
const RETRIES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const KEEPALIVE_BYTES = 60_000; // browsers refuse more than 64 KiB on a page that is going away
const MOST_ATTEMPTS = 8;

export class DraftSync {
  #stored; // field → the value that the server has
  #refused = new RefusedFields();
  #attempts = []; // marks of what was sent without an answer
  #failures = 0;
  #flight = null;
  #timer = 0;
  #changedSince = 0;
  #paused = false; // putting values into the form: what it announces is not typing
  #isAbandoned = false;
  #frozen = null; // what a form held that is not on the page now

  constructor({ form, send, store, say, revision, words = 0 }) {
    Object.assign(this, { form, send, store, say, revision });
    this.copies = new DraftCopies(store);
    this.#stored = form.read();
    this.state = { phase: "saved", words, conflict: null, notice: null, message: "", others: [] };
  }

  /** Takes up what an earlier page could not send any more. */
  async start() {
    const left = await this.copies.left(this.#stored, (fields) => this.form.mark(fields));
    this.form.flush();
    const unsent = left.find((copy) => !copy.aside);
    const untouched = !this.#differs(this.#read());
    if (!unsent || !untouched) {
      if (left.length) this.#show({ notice: "others", others: left });
      return;
    }
    this.#restore(unsent);
    this.#show({ notice: "restored", others: left.filter((copy) => copy !== unsent) });
    this.changed();
    await this.flush();
  }

  /** Something was typed or chosen. */
  changed() {
    if (this.#paused || this.#isAbandoned) return;
    const fields = this.#read();
    this.#forgive(fields);
    const { phase, conflict } = this.state;
    if (!conflict && !this.#differs(fields)) return this.#flight || this.#settle();
    this.#changedSince ||= Date.now();
    this.#keep(fields);
    if (conflict || phase === "gone") return undefined;
    this.#showSaving();
    return this.#schedule();
  }

  /** Sends what is unsent at once. Answers "saved", or the phase that stands in the way. */
  async flush() {
    clearTimeout(this.#timer);
    await this.#flight;
    return this.#run({ untilSaved: true });
  }

  /** Whether the server has everything, as far as is known without asking. */
  isSaved() {
    this.form.flush();
    return !this.#flight && this.state.phase === "saved" && !this.#differs(this.#read());
  }

  /** Another version came to light where none was sent: if it differs, both are offered. */
  async meet(present) {
    this.form.flush();
    const fields = this.#read();
    const phase = this.#meet(present, fields, fields);
    return phase === "conflict" ? phase : this.flush();
  }

  /** The connection is back, or somebody looks at the page again. */
  wake() {
    if (!this.#failures && this.state.phase !== "signed-out") return;
    clearTimeout(this.#timer);
    this.#run();
  }

  /** The page is being left, perhaps for good: nothing may be waited for. */
  leave({ gone }) {
    this.form.flush();
    const fields = this.#read();
    if (!this.#differs(fields)) return;
    const sendable = this.state.phase !== "conflict" && this.state.phase !== "gone";
    const fitting = this.#refused.without(fields);
    const small = new Blob([JSON.stringify(fitting)]).size < KEEPALIVE_BYTES;
    if (gone && sendable && small) this.#remember(fields);
    this.copies.keepNow(this.#kept(fields));
    if (!sendable) return;
    if (!gone) this.#run();
    else if (small) this.send(fitting, this.revision, { keepalive: true });
  }

  /** After a conflict: ours is written over theirs, which is put away, not lost. */
  async keepMine() {
    const { fields, revision } = this.state.conflict;
    this.revision = revision;
    this.#stored = {};
    this.#show({ phase: "saving", conflict: null });
    const theirs = await this.copies.putAside({ fields, revision, attempts: [] });
    this.#show({ notice: "brought", others: [theirs, ...this.state.others] });
    return this.flush();
  }

  /** After a conflict: theirs is shown; ours is put away, not lost. */
  async takeTheirs() {
    const { conflict } = this.state;
    const mine = await this.#putAside();
    this.revision = conflict.revision;
    this.#write(conflict.fields);
    this.#stored = this.#read();
    await this.copies.forget();
    this.#show({
      phase: "saved",
      conflict: null,
      words: conflict.words ?? this.state.words,
      notice: "taken",
      others: [mine, ...this.state.others],
    });
  }

  /** Puts a version that was kept aside into the form; the present one takes its place. */
  async bring(copy) {
    const mine = await this.#putAside();
    this.#write(copy.fields);
    const others = [mine, ...this.state.others.filter((one) => one !== copy)];
    this.#show({ notice: "brought", others });
    this.changed();
    await this.#keep(this.#read());
    await this.store.forget(copy.key);
  }

  /** Throws the versions away that were kept aside. */
  async forgetOthers() {
    const { others } = this.state;
    this.#show({ others: [], notice: null });
    await Promise.all(others.map((copy) => this.store.forget(copy.key)));
  }

  dismiss() {
    this.#show({ notice: null });
  }

  /**
   * The form is being taken off the page while the page lives on (another page of ours, or a
   * reconnection that draws everything anew): what it held is remembered and still sent.
   */
  detach() {
    this.form.flush();
    this.#frozen = this.form.read();
    this.say = () => {};
    if (!this.#differs(this.#frozen)) return;
    this.#keep(this.#frozen);
    if (this.state.phase !== "conflict" && this.state.phase !== "gone") this.#run();
  }

  /** The form is back, drawn with what the server had at `revision`. What was typed goes on. */
  attach({ say, revision, words }) {
    const last = this.#frozen ?? this.#read();
    this.#frozen = null;
    this.say = say;
    if (this.state.phase === "gone") this.state.phase = "saved"; // it is there: it was drawn
    const isUnsent = this.#flight || this.state.conflict || this.#differs(last);
    if (isUnsent || revision < this.revision) this.#write(last);
    else {
      this.revision = revision;
      this.#stored = this.form.read();
      this.state.words = words;
      this.#write(this.#refused.values); // the server has not got these: they are only here
    }
    this.#show({});
    if (isUnsent) this.changed();
  }

  /**
   * The page has looked again at what the server has. That is shown, unless something here is
   * unsent: then sending it will tell. Fields that nobody has touched may show it already.
   */
  renew({ revision, words, fields }) {
    this.form.flush(); // what was typed last may not be in the fields yet
    if (revision <= this.revision || this.#flight || this.state.conflict) return;
    const here = this.#refused.without(this.#read());
    const isTheirs = (name) =>
      sameValue(here[name], this.#stored[name]) || sameValue(here[name], fields[name]);
    if (!Object.keys(here).every(isTheirs)) return;
    this.revision = revision;
    this.#write({ ...fields, ...this.#refused.values });
    this.#stored = { ...this.#stored, ...fields };
    this.#show({ words });
  }

  /** The draft is deleted on purpose: nothing of it is sent any more, nothing stays here. */
  abandon() {
    clearTimeout(this.#timer);
    this.#isAbandoned = true;
    return this.store.forgetAll();
  }

  /** Says again what was refused, beside the fields of a form that has just been drawn. */
  mark() {
    if (!this.#frozen) this.form.showErrors(this.#refused.messages);
  }

  #read() {
    return this.#frozen ?? this.form.read();
  }

  // ---- what differs -------------------------------------------------------------------------

  #differs(fields) {
    if (this.#isAbandoned) return false;
    return Object.entries(fields).some(
      ([name, value]) => !sameValue(value, this.#stored[name]) && !this.#refused.has(name, value),
    );
  }

  #forgive(fields) {
    for (const name of this.#refused.forgive(fields)) this.form.clearError(name);
  }

  // ---- on this device -----------------------------------------------------------------------

  /** What a copy says of this draft. */
  #kept(fields) {
    return { fields, revision: this.revision, attempts: this.#attempts };
  }

  #keep(fields) {
    return this.copies.keep(this.#kept(fields));
  }

  #putAside() {
    this.form.flush();
    return this.copies.putAside(this.#kept(this.#read()));
  }

  #restore(copy) {
    this.revision = copy.revision;
    this.#attempts = copy.attempts ?? [];
    this.copies.carry(copy);
    this.#write(copy.fields);
  }

  #write(fields) {
    this.#paused = true;
    try {
      this.form.write(fields);
    } finally {
      this.#paused = false;
    }
  }

  // ---- to the server ------------------------------------------------------------------------

  #schedule() {
    if (this.#failures && this.#timer) return; // the next try is set already
    clearTimeout(this.#timer);
    const longest = this.#changedSince + LONGEST_WAIT_MS - Date.now();
    this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.min(PAUSE_MS, longest)));
  }

  #run({ untilSaved = false } = {}) {
    this.#timer = 0;
    this.#flight ??= this.#sendAll(untilSaved).finally(() => (this.#flight = null));
    return this.#flight;
  }

  async #sendAll(untilSaved) {
    for (;;) {
      this.form.flush();
      const fields = this.#read();
      this.#forgive(fields);
      if (this.state.conflict) return "conflict";
      if (!this.#differs(fields)) return this.#settle();
      this.#changedSince = 0;
      this.#showSaving();
      const fitting = this.#refused.without(fields);
      const answer = await this.send(fitting, this.revision, {});
      const phase = this.#take(answer, fields, fitting);
      if (phase !== "again" && phase !== "stored") return phase;
      if (phase === "again" || untilSaved) continue;
      if (!this.#differs(this.#read())) return this.#settle();
      this.changed(); // typed meanwhile: it waits its turn
      return "saving";
    }
  }

  /** "stored", "again", or the phase in which the sending rests. */
  #take(answer, fields, sent) {
    const { means, phase, words, afterMs } = meaningOf(answer);
    if (means === "stored") return this.#accept(answer.body, sent);
    if (means === "differs") return this.#meet(answer.body, fields, sent);
    if (means === "wrong") return this.#refuse(answer.body.errors ?? {}, sent);
    if (means === "rest") return this.#rest(phase, words);
    if (means === "unknown") {
      this.#remember(fields);
      this.#keep(fields);
    }
    return this.#retry(phase, afterMs);
  }

  #accept(body, sent) {
    this.revision = body.revision;
    this.#stored = { ...this.#stored, ...sent };
    this.#attempts = [];
    this.#failures = 0;
    this.#show({ words: body.words ?? this.state.words, message: "" });
    return "stored";
  }

  /** Somebody saved since. Perhaps we did, and the answer was lost on its way. */
  #meet(present, fields, sent) {
    const mark = this.form.mark(over(fields, present.fields));
    this.#failures = 0;
    if (mark === this.form.mark(fields)) return this.#accept(present, sent);
    if (this.#attempts.includes(mark)) {
      this.revision = present.revision;
      this.#stored = { ...this.#stored, ...present.fields };
      this.#attempts = [];
      return "again";
    }
    this.#keep(fields);
    this.#show({ phase: "conflict", conflict: present, notice: null });
    return "conflict";
  }

  /** Marks what is wrong; what else changed is sent again without it. */
  #refuse(errors, sent) {
    this.#failures = 0;
    const known = Object.keys(errors).filter((name) => name in sent);
    for (const name of known) this.#refused.add(name, sent[name], errors[name]);
    if (!this.#frozen) this.form.showErrors(errors);
    return known.length ? "again" : this.#rest("refused", Object.values(errors)[0]);
  }

  #remember(fields) {
    const mark = this.form.mark(fields);
    this.#attempts = [...new Set([...this.#attempts, mark])].slice(-MOST_ATTEMPTS);
  }

  #retry(phase, afterMs = 0) {
    const pause = RETRIES_MS[Math.min(this.#failures, RETRIES_MS.length - 1)];
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), Math.max(afterMs || 0, pause));
    return this.#rest(phase);
  }

  #rest(phase, message = "") {
    this.#show({ phase, message: message || "" });
    return phase;
  }

  /** Everything that can be stored is stored. */
  #settle() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#changedSince = 0;
    this.#failures = 0;
    const refused = this.#refused.any;
    if (refused) this.#keep(this.#read());
    else this.copies.forget();
    this.#show({ phase: refused ? "refused" : "saved", message: "" });
    return this.state.phase;
  }

  /** Not while signed out: the link for signing in would go from under the finger that presses it. */
  #showSaving() {
    if (!this.#failures && this.state.phase !== "signed-out") this.#show({ phase: "saving" });
  }

  #show(change) {
    this.state = { ...this.state, ...change };
    this.say(this.state);
  }
}
