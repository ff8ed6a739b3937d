// Copies of drafts on this device: IndexedDB, and localStorage where that is missing or too slow.
// A copy belongs to one writer (one page that is open): two tabs never overwrite each other's.
//
// copy: { key, url, writer, revision, fields, attempts, changedAt, aside }
//   revision   what the fields were based on
//   attempts   marks of what was sent and never answered
//   aside      true for a version that was put away, not lost ("take theirs")

const DATABASE = "dreamdot-drafts";
const COPIES = "copies";
const PREFIX = "dreamdot-draft:";
const LOCK = "dreamdot-draft-writer:";
const RELEASE_MS = 1_500;
const KEPT_ASIDE_MS = 14 * 24 * 3600 * 1000;

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opening = null;

/** The database, or null where there is none (private windows, a full disk). */
function database() {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () =>
        request.result.createObjectStore(COPIES, { keyPath: "key" }).createIndex("url", "url");
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

async function inStore(mode, work) {
  const open = await database();
  if (!open) return undefined;
  try {
    return await answered(work(open.transaction(COPIES, mode).objectStore(COPIES)));
  } catch {
    return undefined; // a broken store must not stop the writing; localStorage has the copy
  }
}

/** localStorage without its exceptions: it may be forbidden or full. */
const local = {
  put(copy) {
    try {
      localStorage.setItem(PREFIX + copy.key, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // forbidden: then nothing is there
    }
  },
  all() {
    const copies = [];
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const name = localStorage.key(index);
        if (name.startsWith(PREFIX)) copies.push(JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      // forbidden or not ours: what could be read is enough
    }
    return copies;
  },
};

/** What one open page keeps of one draft. */
export class DraftStore {
  #waiting = new Map(); // key → the newest copy not yet written
  #work = Promise.resolve(); // writes and deletions in the order in which they were asked for

  constructor(url) {
    this.url = url;
    this.writer = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.key = `${url}|${this.writer}`;
    this.#stayAlive();
  }

  /** Writes the copy; of many in a row only the newest. */
  keep(copy) {
    this.#waiting.set(copy.key, copy);
    return this.#then(async () => {
      const newest = this.#waiting.get(copy.key);
      if (!newest) return; // written with an earlier one, or forgotten since
      this.#waiting.delete(copy.key);
      const written = await inStore("readwrite", (store) => store.put(newest));
      if (written === undefined) local.put(newest);
    });
  }

  /** Writes the copy before it returns: for a page that is going away. */
  keepNow(copy) {
    local.put(copy);
    this.keep(copy);
  }

  forget(key = this.key) {
    this.#waiting.delete(key);
    return this.#then(async () => {
      if (this.#waiting.has(key)) return; // kept again meanwhile
      local.remove(key);
      await inStore("readwrite", (store) => store.delete(key));
    });
  }

  /** Every copy of this draft, whoever wrote it. */
  async forgetAll() {
    await Promise.all((await this.#all()).map((copy) => this.forget(copy.key)));
  }

  /** Copies of this draft that no open page is working on, newest first. */
  async left() {
    const others = (await this.#all()).filter((copy) => copy.writer !== this.writer);
    if (!others.length) return [];
    let alive = await writersAlive();
    const held = others.filter((copy) => alive.has(copy.writer));
    if (held.length) {
      // A page that is just being closed or loaded again holds its lock for a moment.
      await released(held);
      alive = await writersAlive();
    }
    const left = others.filter((copy) => !alive.has(copy.writer));
    return left.sort((one, other) => other.changedAt - one.changedAt);
  }

  #then(step) {
    this.#work = this.#work.then(step);
    return this.#work;
  }

  async #all() {
    const stored =
      (await inStore("readonly", (store) => store.index("url").getAll(this.url))) ?? [];
    const newest = new Map();
    for (const copy of [...stored, ...local.all().filter((one) => one?.url === this.url)]) {
      if (!newest.has(copy.key) || newest.get(copy.key).changedAt < copy.changedAt)
        newest.set(copy.key, copy);
    }
    const tooOld = [...newest.values()].filter(
      (copy) => copy.aside && Date.now() - copy.changedAt > KEPT_ASIDE_MS,
    );
    for (const copy of tooOld) {
      newest.delete(copy.key);
      this.forget(copy.key);
    }
    return [...newest.values()];
  }

  /** Holds a lock as long as the page lives, so that other tabs leave its copy alone. */
  #stayAlive() {
    navigator.locks?.request(LOCK + this.writer, () => new Promise(() => {})).catch(() => {});
  }
}

/** The writers whose pages are open, in any tab. */
async function writersAlive() {
  const held = (await navigator.locks?.query())?.held ?? [];
  const ours = held.map((lock) => lock.name).filter((name) => name.startsWith(LOCK));
  return new Set(ours.map((name) => name.slice(LOCK.length)));
}

/** Waits a little for these writers to go away. */
async function released(copies) {
  const signal = AbortSignal.timeout(RELEASE_MS);
  const wait = ({ writer }) => navigator.locks.request(LOCK + writer, { signal }, () => {});
  await Promise.allSettled(copies.map(wait));
}
