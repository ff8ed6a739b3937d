// What the desk has to say about something that was pressed, dropped or pasted in vain: one thing at
// a time, for as long as it is so.

import { useSyncExternalStore } from "react";

const NOTHING = { text: "", isSo: () => true };
const listeners = new Set();
let said = NOTHING;

function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(words) {
  said = words;
  for (const listener of listeners) listener();
}

/** Says `text` in place of what was said before; "" for nothing. `isSo` tells whether it still holds. */
export const sayOnDesk = (text, isSo = () => true) => put(text ? { text, isSo } : NOTHING);

/** Something changed on the desk: what does not hold any more is not said any more. */
export const sayWhatIsSo = () => said.isSo() || put(NOTHING);

/** `text` does not hold any more, if it is what is said. */
export const takeBack = (text) => said.text === text && put(NOTHING);

export const useDeskWords = () => useSyncExternalStore(listen, () => said.text, () => "");
