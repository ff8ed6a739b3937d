// Runs before the first paint: the theme, and whether somebody was signed in here a moment ago.
// Reflex keeps the person's choice in localStorage.theme (light, dark or system) and the resolved
// one as a class of <html>; our stylesheet wants data-theme. Loaded as a file, so that no policy
// has to allow inline scripts for it.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const apply = () => {
    const choice = read("theme");
    const dark = choice === "dark" || (choice !== "light" && system.matches);
    const theme = dark ? "night" : "day";
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
    const text = read("dreamdot.text");
    if (text) root.dataset.text = text;
  };
  apply();
  const mark = read("dreamdot.session"); // whose session it is (ui/session.jsx), or "out"
  root.dataset.session = mark && mark !== "out" ? "in" : "out";
  // The class changes when the choice does; a second tab changes the storage.
  new MutationObserver(apply).observe(root, { attributeFilter: ["class"] });
  addEventListener("storage", (event) => {
    if (event.key === "theme" || event.key === "dreamdot.text") apply();
  });
})();
