// Where a reader is in a text, said so that it holds when fonts, widths and sizes change: the block
// at the reading line, how far into it, and how far through the whole.
//
// place: { block, offset, permille }; offset and permille in thousandths.

/** The reading line: this far under the top of the window the eye rests. */
export const LINE_PX = 96;
const FOOT_PX = 56;

const thousandths = (share) => Math.round(Math.min(1, Math.max(0, share)) * 1000);

/** Index of the first block that ends below the line; the blocks stand one under the other. */
function blockAt(blocks, line) {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].getBoundingClientRect().bottom > line) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low);
}

const isAtEnd = () =>
  window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;

/** How far through the text: 0 when its first line stands at the reading line, 1 at its end. */
export function shareRead(text) {
  const { top, bottom } = text.getBoundingClientRect();
  const before = Math.max(0, Math.min(LINE_PX - top, window.scrollY)); // since the text began
  const after = bottom - (window.innerHeight - FOOT_PX); // still to scroll
  if (after <= 1 || (isAtEnd() && bottom <= window.innerHeight + 1)) return 1;
  return Math.min(1, Math.max(0, before / (before + after)));
}

/** The place that is at the reading line now. */
export function presentPlace(text) {
  const blocks = text.children;
  if (!blocks.length) return { block: 0, offset: 0, permille: 0 };
  const block = blockAt(blocks, LINE_PX);
  const { top, height } = blocks[block].getBoundingClientRect();
  return {
    block,
    offset: thousandths(height ? (LINE_PX - top) / height : 0),
    permille: thousandths(shareRead(text)),
  };
}

/** Scrolls a place to the reading line, without a movement to watch. */
export function scrollTo(text, { block, offset, permille }) {
  const target = text.children[block];
  const { top, height } = (target ?? text).getBoundingClientRect();
  const inside = target ? offset : permille; // the text got shorter: then roughly
  const y = window.scrollY + top + (height * inside) / 1000 - LINE_PX;
  window.scrollTo({ top: Math.max(0, y), behavior: "instant" });
}

/** Whether a place is worth returning to. */
export const isUnderWay = ({ block, offset, permille }) =>
  permille > 5 && (block > 0 || offset > 150);

export const isSamePlace = (one, other) =>
  Boolean(one && other) &&
  one.block === other.block &&
  Math.abs(one.offset - other.offset) < 20 &&
  Math.abs(one.permille - other.permille) < 5;
