// The bar steps aside while the button that it stands in for is on the screen.
import { useEffect, useState } from "react";

export function BuyBar({ watch, children, className = "" }) {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const watched = watch && document.getElementById(watch);
    if (!watched) return undefined;
    const watcher = new IntersectionObserver(([entry]) => setAway(entry.isIntersecting), {
      rootMargin: "0px 0px -64px 0px",
      threshold: 0.6,
    });
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, [watch]);
  return (
    <div className={`dd-buybar ${className}`} data-away={away}>
      {children}
    </div>
  );
}
