// A text to read inside a page: the beginning of a work, a preview.

import { useMemo } from "react";

import "./story.css";
import { storyHtml } from "./story_html.js";

export function ReadingText(props) {
  const { html, dropCap = false, verse = false, faded = false, className = "" } = props;
  const large = dropCap && !verse;
  const shown = useMemo(() => ({ __html: storyHtml(html, { dropCap: large }) }), [html, large]);
  return (
    <div
      className={`dd-reading dd-story ${verse ? "dd-verse" : ""} ${faded ? "[mask-image:linear-gradient(#000_55%,transparent)]" : ""} ${className}`}
      dangerouslySetInnerHTML={shown}
    />
  );
}
