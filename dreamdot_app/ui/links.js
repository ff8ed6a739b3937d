// Links to other pages of ours, as somebody presses them, and paths that a server says to go to.

/** Only paths of our own are followed, never another site: what counts is how browsers read it. */
export function isOwnPath(path, origin = location.origin) {
  if (typeof path !== "string" || !path.startsWith("/")) return false;
  try {
    return new URL(path, origin).origin === origin;
  } catch {
    return false;
  }
}

/** The link that a click would follow to another page of ours, in this tab. */
export function linkOf(event) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin || link.hasAttribute("download")) return null;
  if (link.target && link.target !== "_self") return null;
  const isHere = link.pathname === location.pathname && link.search === location.search;
  return isHere ? null : link;
}
