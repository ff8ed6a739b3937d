"""What is built otherwise than Reflex would, and that a change of Reflex's shows."""

from collections.abc import Callable

import pytest

from dreamdot_app.ui import client_build

pytestmark = pytest.mark.pure

Change = Callable[[str], str]


def changes_of(plugin: client_build.PicturesWhileDeveloping | client_build.OwnAddress) -> Change:
    """What a plugin does to the one file that it changes."""
    asked: list[Change] = []
    plugin.pre_compile(add_modify_task=lambda _path, change: asked.append(change))  # pyright: ignore[reportCallIssue] the only one used
    return asked[0]


def test_pictures_come_from_the_backend_while_developing() -> None:
    change = changes_of(client_build.PicturesWhileDeveloping("http://127.0.0.1:8000"))
    changed = change("  server: {\n    port: 1,\n  },\n")
    assert '"/drawn": "http://127.0.0.1:8000"' in changed
    assert '"/media": "http://127.0.0.1:8000"' in changed
    assert '"/dev/mail": "http://127.0.0.1:8000"' in changed
    assert change(changed) == changed


@pytest.mark.parametrize(
    "plugin", [client_build.PicturesWhileDeveloping("http://x"), client_build.OwnAddress()]
)
def test_a_reflex_that_does_it_otherwise_is_noticed(
    plugin: client_build.PicturesWhileDeveloping | client_build.OwnAddress,
) -> None:
    with pytest.raises(ValueError, match="Reflex"):
        changes_of(plugin)("something else")
