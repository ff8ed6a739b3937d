"""Renditions of one picture, made in a process of its own: decoders meet hostile files there.

Nothing of the original's metadata (place, camera, thumbnails) reaches a rendition, for every one
is encoded anew from pixels.
"""

import asyncio
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from dreamdot_app.core.children import end_with_parent
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.failures import summary
from dreamdot_app.core.log import logger
from dreamdot_app.media.contract import WIDTHS

MAX_PIXELS = 50_000_000
_TIME_LIMIT_S = 60
_TALLEST = 16_383  # what WebP can hold
_TOO_LARGE = "This picture has more than 50 megapixels."
_log = logger(part="media")


class UnfitPicture(Exception):
    """It can be read and still not be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came out: the size of the largest rendition, all widths, and a placeholder."""

    width: int
    height: int
    widths: list[int]
    blurhash: str


def _render(original: Path, folder: Path) -> Rendered:
    """Runs in the worker process. Raises UnfitPicture, or anything on what cannot be read."""
    import blurhash
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(original, formats=("JPEG", "PNG", "WEBP", "GIF", "AVIF")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise UnfitPicture(_TOO_LARGE)
        opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        picture = ImageOps.exif_transpose(opened)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    widths = [width for width in WIDTHS if width < picture.width] or [min(picture.width, WIDTHS[0])]
    if widths[-1] < min(picture.width, WIDTHS[-1]):
        widths.append(min(picture.width, WIDTHS[-1]))
    size = (0, 0)
    for width in sorted(widths, reverse=True):  # each from the next larger: quick and sharp
        height = max(1, round(picture.height * width / picture.width))
        if height > _TALLEST:
            raise UnfitPicture("This picture is too tall for its width.")
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture.save(folder / f"{width}.webp", "WEBP", quality=82, method=4)
        size = max(size, (width, height))
    tiny = picture.convert("RGB").resize((32, min(64, max(1, round(32 * size[1] / size[0])))))
    return Rendered(*size, sorted(widths), blurhash.encode(tiny, x_components=4, y_components=3))


_pool: list[ProcessPoolExecutor] = []
# Whoever waits for the worker process waits here, where it costs none of their own time.
_turn = asyncio.Lock()


def _belong() -> None:
    """Runs in the worker process: Ctrl-C reaches it too, and it is the parent that ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _worker() -> ProcessPoolExecutor:
    if not _pool:
        context = multiprocessing.get_context("spawn")
        _pool.append(
            ProcessPoolExecutor(1, mp_context=context, initializer=_belong, max_tasks_per_child=100)
        )
    return _pool[0]


def close_renderer() -> None:
    """End the worker process at once, whatever it does; never waits for it."""
    while _pool:
        pool = _pool.pop()
        for process in list(
            (pool._processes or {}).values()
        ):  # the way of Python 3.14's kill_workers
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


async def render(original: Path, folder: Path, *, limit_s: float = _TIME_LIMIT_S) -> Rendered:
    """Make all renditions of ``original`` in ``folder``, one picture after the other.

    Raises:
        BadInput: it cannot be read as a picture, has more than 50 megapixels, is too tall for its
            width, or took longer than ``limit_s``.
    """
    async with _turn:
        try:
            async with asyncio.timeout(limit_s):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(_worker(), _render, original, folder)
        except (BrokenProcessPool, TimeoutError) as error:
            close_renderer()
            raise _refused("This picture could not be read.", error) from None
        except UnfitPicture as error:
            raise _refused(str(error), error) from None
        except Exception as error:
            too_large = type(error).__name__.startswith("Decompression")
            message = _TOO_LARGE if too_large else "This file could not be read as a picture."
            raise _refused(message, error) from error


def _refused(message: str, error: BaseException) -> BadInput:
    # A full disk or a broken library looks like a broken picture to whoever sent it, not to us.
    _log.info("a picture was refused", error=summary(error))
    return BadInput(message, field="picture")
