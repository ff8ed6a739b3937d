// Waiting for the page's state, once.

import { useState } from "react";

/**
 * Whether a value was ever true. Before the page's state has arrived for the first time it may hold
 * what an earlier visit left; afterwards a reconnection must take nothing away from under the hands.
 */
export function useOnceTrue(value) {
  const [wasTrue, setWasTrue] = useState(Boolean(value));
  if (value && !wasTrue) setWasTrue(true);
  return wasTrue;
}
