// Glyphs of the reader: the path data of ui/icons.py (Lucide, ISC licence).

const GLYPHS = {
  "arrow-left": "M12 19l-7-7 7-7M19 12H5",
  list: "M3 5h.01M3 12h.01M3 19h.01M8 5h13M8 12h13M8 19h13",
  x: "M18 6 6 18M6 6l12 12",
};

export function Glyph({ name, className = "size-5" }) {
  return (
    <svg
      className={`shrink-0 ${className}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.65"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={GLYPHS[name]} />
    </svg>
  );
}
