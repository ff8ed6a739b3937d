// Channels between handlers, clicks and components. A channel is a reference of Reflex whose value
// can only be set: browser.py names it, listen() receives it.
import { refs } from "$/utils/state";

const nameOf = (channel) => "ref_dd_" + channel.replace(/\W+/g, "_");

/** Receive what is told on a channel; returns a function that stops listening. */
export function listen(channel, receive) {
  const name = nameOf(channel);
  const reference = {
    current: {
      set value(detail) {
        receive(detail);
      },
    },
  };
  refs[name] = reference;
  return () => {
    if (refs[name] === reference) delete refs[name];
  };
}

/** Tell a channel something from JavaScript; nobody listening is no error. */
export function tell(channel, detail) {
  const reference = refs[nameOf(channel)];
  if (reference) reference.current.value = detail;
}
