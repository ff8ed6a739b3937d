"""What reading a story costs before it is saved: the worst that is let in, the worst that is not.

Needs no DreamDot that runs: ``python -m bench.saving``. CPU milliseconds of this process, since
others share the machine; the parser's own part runs without Python's lock, the rest holds it.
"""

import time

from dreamdot_app.core.errors import BadInput
from dreamdot_app.market import fields
from dreamdot_app.market.writing.allowed import MAX_CHARACTERS
from dreamdot_app.market.writing.weight import MOST_HTML, MOST_TAGS

ROUNDS = 3
LINE = "The keeper wrote letters that the tide answered. "
MANY = MOST_TAGS // 2
ADDRESS = "https://verin.example/" + "a" * 1_900
STORIES = {
    "a novel": f"<p>{LINE * 5}</p>" * (MAX_CHARACTERS // len(LINE) // 5),
    "one paragraph": f"<p>{LINE * (MAX_CHARACTERS // len(LINE))}</p>",
    "Japanese": f"<p>{'語' * MAX_CHARACTERS}</p>",
    "marks over marks": "<p>" + "\u0301\u0327" * (MAX_CHARACTERS // 2) + "</p>",
    "paragraphs": f"<p>{'x' * 19}</p>" * MANY,
    "verse": "a b c<br>" * (MOST_TAGS - 1),
    "marks": "<p>a <em>b</em> <strong>c</strong></p>" * (MOST_TAGS // 6),
    "lists": "<ul><li>x</li></ul>" * (MOST_TAGS // 4),
    "links": f'<a href="{ADDRESS}">x</a>' * (MOST_HTML // 2_000),
    "attributes": f"<p {' '.join(f'a{n}' for n in range(18))}>x</p>" * MANY,
}
ATTACKS = {
    "<ul><li>x": "<ul><li>x" * 60_000,
    "a<br>": "a<br>" * 300_000,
    "<blockquote>": "<blockquote>" * 30_000 + "</blockquote>" * 30_000,
    "<p>a</p>": "<p>a</p>" * 100_000,
    "<p><b id=…></p>": "".join(f"<p><b id={n}></p>" for n in range(30)) + "<p>x</p>" * 13_000,
    "attributes": f"<p {' '.join(f'a{n}' for n in range(200_000))}>",
    "a link around": f'<a href="{ADDRESS}">{"<p>x</p>" * 19_000}</a>',
    "text": "x" * MOST_HTML,
}


def cost(html: str) -> tuple[float, str]:
    """The best of some rounds in milliseconds, and what came of it."""
    times: list[float] = []
    outcome = ""
    for _ in range(ROUNDS):
        began = time.process_time()
        try:
            outcome = f"{fields.story(html).words:,} words"
        except BadInput as refusal:
            outcome = f"refused: {refusal.message}"
        times.append((time.process_time() - began) * 1_000)
    return min(times), outcome


def main() -> None:
    """Print a line for each text."""
    for name, html in {**STORIES, **ATTACKS}.items():
        spent, outcome = cost(html)
        print(f"{name:18} {len(html) / 1_000:6.0f} KB {spent:8.1f} ms  {outcome}", flush=True)


if __name__ == "__main__":
    main()
