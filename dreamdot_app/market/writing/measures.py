"""How long a story is, and how it begins: of sanitised HTML, or of the blocks read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from dreamdot_app.market.writing import passage
from dreamdot_app.market.writing.passage import Block, Run

# Chinese and Japanese are written without spaces: there a character counts as a word, as it does in
# word processors.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’‐-][^\W{_UNSPACED}]+)*")
_SENTENCE_END = re.compile(r"[.!?…。！？][”’\"')»]*(?=\s|$)")
_FEWEST = 12  # words that say something although they break off inside a sentence
_WORDS_A_MINUTE = 230  # silent reading of fiction in English (Brysbaert 2019: 260), a little calmer


@dataclass(frozen=True, slots=True)
class Measures:
    """What is said of a story: its words, whole minutes of reading, and how it begins."""

    words: int
    minutes: int
    beginning: str


def measure(blocks: list[Block]) -> Measures:
    """All that is said of a story, from blocks that were read once."""
    words = _words(blocks)
    return Measures(words, _minutes(words), passage.write(_beginning(blocks, words)))


def characters(blocks: list[Block]) -> int:
    """The characters of a story, as its editor counts them: without any breaks."""
    return sum(
        len(run.text) - run.text.count("\n")
        for block in blocks
        for text in block.texts()
        for run in text.runs
    )


def word_count(html: str) -> int:
    """Words of a story."""
    return _words(passage.read(html))


def reading_minutes(html: str) -> int:
    """Whole minutes that reading takes: 0 for a story without words, else at least 1."""
    return _minutes(word_count(html))


def plain_text(html: str) -> str:
    """The words alone, a line for each paragraph, heading or list item."""
    return "\n".join(
        text.text() for block in passage.read(html) for text in block.texts() if text.runs
    )


def beginning(html: str, *, share: float = 0.15, words: int = 300, at_least: int = 40) -> str:
    """How a story begins: whole blocks, about ``share`` of its words and at most ``words``.

    A short one gives ``at_least`` that many words, for 15 % of a poem say nothing; never more than
    half of it. Where whole blocks would give less than half of what is allowed, the next paragraph
    is added up to the end of a sentence, or of a word. Where fewer than a dozen words are allowed
    it is whole sentences or nothing. A story without words gives "".
    """
    blocks = passage.read(html)
    kept = _beginning(blocks, _words(blocks), share=share, words=words, at_least=at_least)
    return passage.write(kept)


def _minutes(words: int) -> int:
    return max(1, round(words / _WORDS_A_MINUTE)) if words else 0


def _beginning(
    blocks: list[Block], total: int, *, share: float = 0.15, words: int = 300, at_least: int = 40
) -> list[Block]:
    budget = min(words, max(at_least, int(total * share)), total // 2)
    if budget < 1:
        return []
    kept, left = _whole_blocks(blocks, budget)
    if left > budget / 2:
        kept = _up_to(blocks, budget, anywhere=budget >= _FEWEST)
    return _without_loose_end(kept) if _says_something(kept) else []


def _says_something(blocks: list[Block]) -> bool:
    """Whether it is more than a word or two, or a sentence all the same."""
    text = " ".join(text.text() for block in blocks for text in block.texts()).strip()
    words = len(_WORD.findall(text))
    return words > 2 or (words > 0 and _SENTENCE_END.search(text) is not None)


def _words(blocks: list[Block]) -> int:
    return sum(len(_WORD.findall(text.text())) for block in blocks for text in block.texts())


def _words_up_to(block: Block, most: int) -> int:
    """The words of a block; counting stops above ``most``, for a block may be a whole novel."""
    found = (word for text in block.texts() for word in _WORD.finditer(text.text()))
    return sum(1 for _ in islice(found, most + 1))


def _whole_blocks(blocks: list[Block], budget: int) -> tuple[list[Block], int]:
    """The first blocks that fit, containers opened where they do not, and the words left over."""
    kept: list[Block] = []
    left = budget
    for block in blocks:
        size = _words_up_to(block, left)
        if size <= left:
            kept.append(block)
            left -= size
            continue
        inner, left = _whole_blocks(block.blocks, left)
        if inner:
            kept.append(replace(block, blocks=inner))
        break
    return kept, left


def _up_to(blocks: list[Block], budget: int, *, anywhere: bool) -> list[Block]:
    """The first blocks, the one that does not fit cut inside: at sentences, or ``anywhere``."""
    kept: list[Block] = []
    left = budget
    for block in blocks:
        size = _words_up_to(block, left)
        if size <= left:
            kept.append(block)
            left -= size
            continue
        if left and block.tag in passage.TEXT_BLOCKS:
            runs = _cut(block, left, anywhere=anywhere)
            kept += [replace(block, runs=runs)] if runs else []
        elif left:
            inner = _up_to(block.blocks, left, anywhere=anywhere)
            kept += [replace(block, blocks=inner)] if inner else []
        break
    return kept


def _cut(block: Block, words: int, *, anywhere: bool) -> list[Run]:
    """The runs of a longer paragraph up to ``words`` words, or to a sentence's end just before.

    Not ``anywhere``: to a sentence's end, however early, or none.
    """
    text = block.text()
    found = list(islice(_WORD.finditer(text), words + 1))
    end, next_word = found[words - 1].end(), found[words].start()
    before = text[: next_word + 1]  # with a letter of the next word, which is no end
    sentences = [stop.end() for stop in _SENTENCE_END.finditer(before) if stop.end() <= next_word]
    if sentences and (sentences[-1] > end / 2 or not anywhere):
        end = sentences[-1]
    elif not anywhere:
        return []
    kept: list[Run] = []
    for run in block.runs:
        if end <= 0:
            break
        kept.append(run._replace(text=run.text[:end]))
        end -= len(run.text)
    return kept


def _without_loose_end(blocks: list[Block]) -> list[Block]:
    """Without headings, breaks and pictures at the very end: they announce what is not given.

    Unless nothing else would be left.
    """
    kept = list(blocks)
    while kept and (kept[-1].tag in ("h2", "h3", "hr", "img") or _is_scene_break(kept[-1])):
        kept.pop()
    return kept if _words(kept) else blocks


def _is_scene_break(block: Block) -> bool:
    return block.tag == "p" and not block.runs
