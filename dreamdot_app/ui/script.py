"""Scripts and styles of our own that stand beside the Python module that uses them."""

import sys
from pathlib import Path

from reflex.assets import (
    AssetPathStr,
    _link_shared_asset,  # pyright: ignore[reportPrivateUsage] see `script`
    _versioned_asset_path,  # pyright: ignore[reportPrivateUsage]
)
from reflex.environment import environment
from reflex_base import constants

_EXTERNAL = f"{constants.Dirs.APP_ASSETS}/{constants.Dirs.EXTERNAL_APP_ASSETS}"


def script(name: str) -> AssetPathStr:
    """Offer a file beside the calling module to the client: its address, and ``importable_path``.

    The same as ``rx.asset(name, shared=True)``, which looks at the source of every frame of the
    stack to find its caller: with sixty files that was most of the time of importing the app.

    Raises:
        FileNotFoundError: there is no such file.
    """
    caller = sys._getframe(1).f_globals
    source = Path(caller["__file__"]).with_name(name)
    if not source.is_file():
        raise FileNotFoundError(source)
    folder = str(caller["__name__"]).replace(".", "/")
    if not environment.REFLEX_BACKEND_ONLY.get():
        target = Path.cwd() / _EXTERNAL / folder
        target.mkdir(parents=True, exist_ok=True)
        _link_shared_asset(target / name, source)
    return _versioned_asset_path(f"/{constants.Dirs.EXTERNAL_APP_ASSETS}/{folder}/{name}", source)
