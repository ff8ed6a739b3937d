// A row of links that is wider than a phone: pushed along until the current one is in sight, also
// when the phone is turned.
import { useLayoutEffect, useRef } from "react";

export function PushedRow({ children, ...rest }) {
  const row = useRef(null);
  useLayoutEffect(() => {
    const { current: box } = row;
    const here = box.querySelector("[aria-current]");
    if (!here) return undefined;
    const show = () => {
      box.scrollLeft = here.offsetLeft - (box.clientWidth - here.offsetWidth) / 2;
    };
    show();
    const turned = new ResizeObserver(show);
    turned.observe(box);
    return () => turned.disconnect();
  }, []);
  return (
    <nav {...rest} ref={row}>
      {children}
    </nav>
  );
}
