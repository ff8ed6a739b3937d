"""Renditions of one picture, made in a process of its own: decoders meet hostile files there.

Nothing of the original's metadata (place, camera, thumbnails) reaches a rendition, for every one
is encoded anew from pixels.
"""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from dreamdot_app.core.errors import BadInput
from dreamdot_app.media.contract import WIDTHS

MAX_PIXELS = 50_000_000
_TIME_LIMIT_S = 60


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came out: the size of the largest rendition, all widths, and a placeholder."""

    width: int
    height: int
    widths: list[int]
    blurhash: str


def _render(original: Path, folder: Path) -> Rendered:
    """Runs in the worker process. Raises OSError or ValueError on anything unreadable."""
    import blurhash
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(original, formats=("JPEG", "PNG", "WEBP", "GIF", "AVIF")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        picture = ImageOps.exif_transpose(opened)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    widths = [width for width in WIDTHS if width < picture.width] or [min(picture.width, WIDTHS[0])]
    if widths[-1] < min(picture.width, WIDTHS[-1]):
        widths.append(min(picture.width, WIDTHS[-1]))
    size = (0, 0)
    for width in sorted(widths, reverse=True):  # each from the next larger: quick and sharp
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture.save(folder / f"{width}.webp", "WEBP", quality=82, method=4)
        size = max(size, (width, height))
    tiny = picture.convert("RGB").resize((32, max(1, round(32 * size[1] / size[0]))))
    return Rendered(*size, sorted(widths), blurhash.encode(tiny, x_components=4, y_components=3))


_pool: list[ProcessPoolExecutor] = []


def _worker() -> ProcessPoolExecutor:
    if not _pool:
        context = multiprocessing.get_context("spawn")
        _pool.append(ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=100))
    return _pool[0]


def close_renderer() -> None:
    """End the worker process."""
    while _pool:
        _pool.pop().shutdown(cancel_futures=True)


async def render(original: Path, folder: Path) -> Rendered:
    """Make all renditions of ``original`` in ``folder``.

    Raises:
        BadInput: it cannot be read as a picture, has more than 50 megapixels, or took too long.
    """
    try:
        async with asyncio.timeout(_TIME_LIMIT_S):
            work = asyncio.get_running_loop().run_in_executor(_worker(), _render, original, folder)
            return await work
    except (BrokenProcessPool, TimeoutError):
        close_renderer()
        raise BadInput("This picture could not be read.", field="picture") from None
    except Exception as error:
        too_large = "pixels" in str(error) or type(error).__name__.startswith("Decompression")
        message = (
            "This picture has more than 50 megapixels."
            if too_large
            else "This file could not be read as a picture."
        )
        raise BadInput(message, field="picture") from error
