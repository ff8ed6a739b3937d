// The reader: a text, one line of progress, two figures at the foot, and nothing else.

import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Link } from "react-router";

import { useOnceTrue } from "$/public/external/dreamdot_app/market/writing/scripts/once_true.js";
import "./story.css";
import "./reader.css";
import { isUnderWay, scrollTo } from "./place.js";
import { PlaceKeeper, placeToOpen } from "./place_keeper.js";
import { ReaderBar } from "./reader_bar.jsx";
import { Glyph } from "./reader_glyphs.jsx";
import { storyHtml } from "./story_html.js";
import { lookOf, useMatchingPage, useTextSettings } from "./text_settings.jsx";

const SETTLING_MS = 3_000; // fonts and pictures may still move the text
const OWN_MOVES = ["wheel", "touchmove", "keydown", "pointerdown"];
const NOTICE_MS = 12_000;

/** Opens when the page's state has arrived, and stays when a connection is lost and found. */
export function Reader({ isHydrated, ...props }) {
  return useOnceTrue(isHydrated) && <OpenText {...props} />;
}

function OpenText(props) {
  const { html, title, author, authorUrl, avatarUrl, minutes, backUrl, verse, children } = props;
  const reader = useRef(null);
  const text = useRef(null);
  const [settings, changeSettings] = useTextSettings();
  const shown = useMemo(() => ({ __html: storyHtml(html, { dropCap: !verse }) }), [html, verse]);
  const { keeper, isBack, closeNotice } = usePlace(text, props, settings);
  const headings = useHeadings(text, html);
  useMatchingPage(reader, settings);

  const startOver = () => {
    closeNotice();
    window.scrollTo({ top: 0 });
    reader.current.querySelector("h1").focus({ preventScroll: true });
  };
  return (
    <div
      ref={reader}
      className="dd-reader min-h-dvh bg-base-100 text-base-content"
      {...lookOf(settings)}
    >
      <ReaderBar
        progress={<ProgressLine keeper={keeper} />}
        {...{ backUrl, title, author, headings, settings }}
        presentHeading={useHeadingAt(keeper, headings)}
        onHeading={(heading) => {
          scrollTo(text.current, { block: heading.block, offset: 0, permille: 0 });
          heading.element.focus({ preventScroll: true });
        }}
        onSettings={changeSettings}
      />
      <main id="main" className="px-5 pb-32">
        <article className="mx-auto">
          <header className="pt-12 pb-12 text-center md:pt-20 md:pb-16">
            <h1
              tabIndex={-1}
              className="text-[2.5rem] leading-[1.05] font-[420] tracking-[-.025em] outline-none md:text-[3.5rem]"
            >
              {title}
            </h1>
            <Byline {...{ author, authorUrl, avatarUrl, minutes }} />
          </header>
          <div
            ref={text}
            className={`dd-reading dd-story ${verse ? "dd-verse" : ""}`}
            dangerouslySetInnerHTML={shown}
          />
        </article>
        {children}
      </main>
      {isBack && <BackNotice onStartOver={startOver} onClose={closeNotice} />}
      <Foot keeper={keeper} minutes={minutes} />
    </div>
  );
}

function Byline({ author, authorUrl, avatarUrl, minutes }) {
  return (
    <p className="mt-5 flex items-center justify-center gap-2 font-sans text-[.9375rem] text-muted">
      {avatarUrl && <img src={avatarUrl} alt="" className="dd-avatar size-7" />}
      {authorUrl ? (
        <Link to={authorUrl} className="link-hover min-w-0 wrap-anywhere">
          {author}
        </Link>
      ) : (
        author
      )}
      {minutes > 0 && (
        <>
          <span aria-hidden="true">·</span>
          <span className="whitespace-nowrap">
            {minutes} {minutes === 1 ? "minute" : "minutes"}
          </span>
        </>
      )}
    </p>
  );
}

const nothing = () => () => {};

/** Thousandths of the text that are read; follows the scrolling without drawing the text again. */
const usePermille = (keeper) =>
  useSyncExternalStore(
    keeper?.subscribe ?? nothing,
    () => keeper?.present.permille ?? 0,
    () => 0,
  );

function ProgressLine({ keeper }) {
  const percent = Math.round(usePermille(keeper) / 10);
  return (
    <div
      className="absolute inset-x-0 top-0 h-[3px]"
      role="progressbar"
      aria-label="Progress in this text"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className="h-full rounded-r-full bg-ember" style={{ width: `${percent}%` }} />
    </div>
  );
}

function Foot({ keeper, minutes }) {
  const permille = usePermille(keeper);
  return (
    <footer className="pointer-events-none fixed inset-x-0 bottom-0 flex justify-between bg-gradient-to-t from-base-100 from-55% to-transparent px-5 pt-10 pb-4 text-[.8125rem] text-muted md:px-8">
      <span data-reader="percent">{Math.round(permille / 10)}%</span>
      <span data-reader="left">{timeLeft(minutes, permille)}</span>
    </footer>
  );
}

/** Pages of pictures have no minutes: for them there is nothing to say. */
function timeLeft(minutes, permille) {
  const left = Math.ceil(minutes * (1 - permille / 1000));
  if (left) return `${left} ${left === 1 ? "minute" : "minutes"} left`;
  return minutes ? "The end" : "";
}

function BackNotice({ onStartOver, onClose }) {
  return (
    <div
      role="status"
      data-reader="back"
      className="dd-float fixed bottom-14 left-1/2 z-20 flex w-max max-w-[calc(100vw-1.5rem)] -translate-x-1/2 items-center gap-1 py-1.5 pr-1.5 pl-4 text-sm sm:text-[.9375rem]"
    >
      <span className="mr-1 text-balance leading-tight sm:mr-2">Back where you were</span>
      <button
        type="button"
        className="btn btn-ghost btn-sm px-2.5 text-primary"
        onClick={onStartOver}
      >
        Start from the beginning
      </button>
      <button
        type="button"
        className="btn btn-ghost btn-square btn-sm"
        aria-label="Dismiss"
        onClick={onClose}
      >
        <Glyph name="x" className="size-4" />
      </button>
    </div>
  );
}

/** The element whose children are the blocks: the text, or the pages of a work without text. */
const whatIsRead = (text) =>
  text.children.length ? text : (text.closest("main").querySelector("[data-blocks]") ?? text);

/** Opens the text where the reader stopped, and keeps the place from then on. */
function usePlace(text, props, settings) {
  const { html, placeUrl, placeBlock, placeOffset, placePermille, readingKey } = props;
  const [keeper, setKeeper] = useState(null);
  const [isBack, setIsBack] = useState(false);
  useLayoutEffect(() => {
    const fromServer = { block: placeBlock, offset: placeOffset, permille: placePermille };
    const { place, isReturn } = placeToOpen(readingKey, fromServer, Boolean(placeUrl));
    const goes = isUnderWay(place) && !window.location.hash;
    const read = whatIsRead(text.current);
    const stopSettling = goes ? settle(read, place) : () => {};
    const keeping = new PlaceKeeper({ text: read, url: placeUrl, key: readingKey, opened: place });
    const ending = keepMoving(keeping);
    setKeeper(keeping);
    setIsBack(goes && isReturn);
    return () => {
      stopSettling();
      ending.abort();
      keeping.stop();
    };
  }, [text, html, readingKey, placeUrl, placeBlock, placeOffset, placePermille]);
  useEffect(() => {
    if (!isBack) return undefined;
    const timer = setTimeout(() => setIsBack(false), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [isBack]);
  // Other letters or another size: the same words stay at the reading line.
  useLayoutEffect(() => {
    if (keeper && keeper.present.permille > 0) scrollTo(keeper.text, keeper.present);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settings.size, settings.font]);
  return { keeper, isBack, closeNotice: () => setIsBack(false) };
}

/** Goes to a place and stays there while the page settles, until the reader moves of their own. */
function settle(text, place) {
  const before = history.scrollRestoration;
  history.scrollRestoration = "manual";
  const go = () => scrollTo(text, place);
  const observer = new ResizeObserver(go);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const move of OWN_MOVES) window.removeEventListener(move, stop);
    history.scrollRestoration = before;
  };
  const timer = setTimeout(stop, SETTLING_MS);
  for (const move of OWN_MOVES) window.addEventListener(move, stop, { passive: true });
  go();
  observer.observe(text);
  return stop;
}

/** Follows the scrolling until aborted. A new width keeps the place instead of reporting another. */
function keepMoving(keeper) {
  const ending = new AbortController();
  const { signal } = ending;
  let width = window.innerWidth;
  let frame = 0;
  const onScroll = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => keeper.moved());
  };
  const onResize = () => {
    if (window.innerWidth === width) return onScroll();
    width = window.innerWidth;
    if (keeper.present.permille > 0) scrollTo(keeper.text, keeper.present);
    return undefined;
  };
  const onHide = () => document.visibilityState === "hidden" && keeper.report({ keepalive: true });
  window.addEventListener("scroll", onScroll, { signal, passive: true });
  window.addEventListener("resize", onResize, { signal });
  window.addEventListener("pagehide", () => keeper.report({ keepalive: true }), { signal });
  document.addEventListener("visibilitychange", onHide, { signal });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return ending;
}

/** The headings of the text: [{text, level, block, element}]. */
function useHeadings(text, html) {
  const [headings, setHeadings] = useState([]);
  useEffect(() => {
    const blocks = [...text.current.children];
    setHeadings(
      blocks
        .map((element, block) => ({
          element,
          block,
          text: element.textContent,
          level: Number(element.tagName[1]),
        }))
        .filter(({ element }) => /^H[23]$/.test(element.tagName)),
    );
    for (const block of blocks) if (/^H[23]$/.test(block.tagName)) block.tabIndex = -1;
  }, [text, html]);
  return headings;
}

/** Which heading the reader is under; -1 before the first. */
function useHeadingAt(keeper, headings) {
  usePermille(keeper);
  const block = keeper?.present.block ?? 0;
  return headings.findLastIndex((heading) => heading.block <= block);
}
