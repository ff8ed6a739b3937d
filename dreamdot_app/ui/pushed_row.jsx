// A row of links that is wider than a phone: pushed along until the current one is in sight.
import { useLayoutEffect, useRef } from "react";

export function PushedRow({ children, ...rest }) {
  const row = useRef(null);
  useLayoutEffect(() => {
    const { current: box } = row;
    const here = box.querySelector("[aria-current]");
    if (here) box.scrollLeft = here.offsetLeft - (box.clientWidth - here.offsetWidth) / 2;
  }, []);
  return (
    <nav {...rest} ref={row}>
      {children}
    </nav>
  );
}
