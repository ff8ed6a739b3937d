// A text to read inside a page: the beginning of a work, a preview.

import { useMemo } from "react";

import "./story.css";
import { storyHtml } from "./story_html.js";

export function ReadingText({ html, dropCap = false, faded = false, className = "" }) {
  const shown = useMemo(() => ({ __html: storyHtml(html, { dropCap }) }), [html, dropCap]);
  return (
    <div
      className={`dd-reading dd-story ${faded ? "[mask-image:linear-gradient(#000_55%,transparent)]" : ""} ${className}`}
      dangerouslySetInnerHTML={shown}
    />
  );
}
