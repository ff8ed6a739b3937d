"""What somebody typed into a search field, as a query that PostgreSQL can only read as words."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
# The same borders between words as `work_words` in models.
_BETWEEN = re.compile(
    "[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+"
)
_MOST_WORDS = 8
_LONGEST_WORD = 40
_LONGEST_TYPED = 400


def words(typed: object) -> tuple[str, ...]:
    """The words of a search, at most eight; anything that is not text has none."""
    if not isinstance(typed, str):
        return ()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", typed[:_LONGEST_TYPED]))
    found = (word for word in _BETWEEN.split(plain) if word.isprintable())
    return tuple(word[:_LONGEST_WORD] for word in found if word)[:_MOST_WORDS]


def query(found: tuple[str, ...]) -> str:
    """A tsquery text: all of the words, each as the beginning of a word.

    The words hold no quote and no operator (`words` splits at all of them), so they stand in
    quotes as they are.
    """
    return " & ".join(f"'{word}':*" for word in found)
