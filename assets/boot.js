// Runs before the first paint: the theme, the size of text, less motion, and whether somebody was
// signed in here a moment ago.
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
    root.dataset.text = read("dreamdot.text") ?? "normal";
    root.dataset.motion = read("dreamdot.motion") ?? "system";
  };
  apply();
  const mark = read("dreamdot.session"); // whose session it is (ui/session.jsx), or "out"
  root.dataset.session = mark && mark !== "out" ? "in" : "out";
  // The class changes when the choice does; a second tab changes the storage, ui/looks.jsx says so.
  new MutationObserver(apply).observe(root, { attributeFilter: ["class"] });
  addEventListener("dd:looks", apply);
  addEventListener("storage", (event) => {
    if (["theme", "dreamdot.text", "dreamdot.motion"].includes(event.key)) apply();
  });
})();
