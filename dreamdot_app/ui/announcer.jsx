// Tells screen readers that another page has opened: links inside the app load none, and the title
// alone is read by nobody.
import { useEffect, useState } from "react";

export function Announcer() {
  const [title, setTitle] = useState("");

  useEffect(() => {
    let path = window.location.pathname;
    let isAnother = false; // the first page is read by its browser
    const look = () => {
      isAnother ||= window.location.pathname !== path;
      path = window.location.pathname;
      if (isAnother) setTitle(document.title);
    };
    const watching = new MutationObserver(look);
    watching.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => watching.disconnect();
  }, []);

  return (
    <p className="sr-only" aria-live="polite" data-announcer>
      {title}
    </p>
  );
}
