// The token of a link from a letter, for the page that the link leads to. It is taken out of the address
// as soon as this script runs, before the page's socket tells the server where one is, and before
// anybody looks over a shoulder. A reload still has it: it stays with this entry of the history.
const PAGES = ["/confirm", "/reset"];
let token = "";

function take() {
  const { pathname, search, hash } = window.location;
  if (!PAGES.includes(pathname.replace(/\/+$/, ""))) return;
  const given = new URLSearchParams(hash.slice(1)).get("token") ?? new URLSearchParams(search).get("token");
  token = given || window.history.state?.mailedToken || "";
  if (search || hash) window.history.replaceState({ ...window.history.state, mailedToken: token }, "", pathname);
}

if (typeof window !== "undefined") {
  take();
  window.addEventListener("hashchange", take); // another letter's link, opened on this very page
}

/** The token, or "" without one. */
export const mailedToken = () => token;
