"""What a browser says that it is, in words: ``Firefox on Linux``."""

from ua_parser import parse

UNKNOWN = "An unknown browser"
_SPOKEN = {
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "HeadlessChrome": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Edge Mobile": "Edge",
    "Mac OS X": "macOS",
}
_LONGEST = 30
_LONGEST_KEPT = 200


def printable(user_agent: str) -> str:
    """What is kept of a User-Agent header: nothing that a database or a page could stumble over."""
    return "".join(letter for letter in user_agent if letter.isprintable())[:_LONGEST_KEPT]


def described(user_agent: str) -> str:
    """Browser and system in words of ours; what is not known stays away.

    It is what the browser says of itself, so it may be a lie. The first call takes a third of a
    second, for the rules are read then: not on the event loop (`asyncio.to_thread`).
    """
    found = parse(user_agent)
    browser = _spoken(found.user_agent.family) if found.user_agent else ""
    system = _spoken(found.os.family) if found.os else ""
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else UNKNOWN)


def _spoken(family: str) -> str:
    known = _SPOKEN.get(family, family)
    return "".join(letter for letter in known if letter.isprintable())[:_LONGEST]
