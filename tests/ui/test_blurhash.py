"""The soft picture that stands in for a cover is the one that the server computed."""

import blurhash
import pytest

from tests.ui import node

pytestmark = pytest.mark.pure
_HASH = "LEHV6nWB2yk8pyo0adR*.7kCMdnj"


def test_the_browser_decodes_as_the_server_does() -> None:
    side = 8
    expected = blurhash.decode(_HASH, side, side).convert("RGB").tobytes()
    (got,) = node.call("blurhash.js", "decode", [[_HASH, side, side]])
    colours = [value for i, value in enumerate(got) if i % 4 != 3]
    assert all(abs(a - b) <= 1 for a, b in zip(colours, expected, strict=True))
    assert set(got[3::4]) == {255}


@pytest.mark.parametrize("text", ["", "LEH", "L", _HASH[:-1], None])
def test_what_is_no_hash_is_no_picture(text: str | None) -> None:
    assert node.call("blurhash.js", "decode", [[text, 4, 4]]) == [None]
