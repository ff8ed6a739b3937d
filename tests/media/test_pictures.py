"""Pictures: what is kept, what is refused, and what a crash leaves behind."""

import asyncio
import struct
import time
import zlib
from pathlib import Path

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from dreamdot_app.core import ids
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.media import api, files, jobs, service
from dreamdot_app.media.render import render
from tests.clock import NOON
from tests.pictures import chunks_of, drawn


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that unfolds to ``side`` × ``side`` black pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def store(data: bytes) -> service.Picture:
    owner = UserId(ids.new())
    return await service.store_picture(owner_id=owner, chunks=chunks_of(data), now=NOON)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
async def test_a_picture_is_served_at_every_width_it_has(kind: str) -> None:
    picture = await store(drawn(1000, 600, kind))

    assert (picture.width, picture.height) == (1000, 600)
    widths = [int(part.rsplit(" ", 1)[1].rstrip("w")) for part in picture.srcset.split(", ")]
    assert widths == [150, 400, 800, 1000]
    for width in widths:
        with Image.open(files.folder_of(picture.id) / f"{width}.webp") as rendition:
            assert (rendition.format, rendition.width) == ("WEBP", width)


async def test_a_small_picture_is_not_blown_up() -> None:
    picture = await store(drawn(90, 120))

    assert (picture.width, picture.height) == (90, 120)
    assert picture.srcset.endswith("/90.webp 90w")


async def test_renditions_tell_nothing_of_camera_and_place_and_stand_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera"
    picture = await store(drawn(400, 200, "JPEG", exif=exif))

    assert (picture.width, picture.height) == (200, 400)
    with Image.open(files.folder_of(picture.id) / "200.webp") as rendition:
        assert not rendition.getexif()
        assert {"exif", "xmp"}.isdisjoint(rendition.info)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "Only JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "Only JPEG"),
        (b"<!doctype html><script>alert(1)</script>", "Only JPEG"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "could not be read"),
        (drawn(400, 400)[:900], "could not be read"),
        (bomb(12_000), "50 megapixels"),
        (drawn(1, 20_000), "too tall"),
        (bytes(files.MAX_BYTES + 1), "25 MB"),
    ],
    ids=["empty", "text", "svg", "html", "polyglot", "cut", "bomb", "tall", "too large"],
)
async def test_what_is_no_picture_leaves_nothing(data: bytes, reason: str) -> None:
    before = set(files.root().glob("*"))

    with pytest.raises(BadInput, match=reason) as refusal:
        await store(data)

    assert refusal.value.field in {"picture"}
    assert {path for path in files.root().glob("incoming-*") if path not in before} == set()


async def test_pictures_are_found_by_id_and_owner() -> None:
    owner = UserId(ids.new())
    kept = await service.store_picture(owner_id=owner, chunks=chunks_of(drawn(50, 50)), now=NOON)

    assert await service.owner_of(kept.id) == owner
    assert await service.pictures([kept.id, ids.new()]) == {kept.id: kept}
    assert await service.picture(ids.new()) is None
    assert await service.owner_of(ids.new()) is None


async def test_a_sweep_takes_what_no_row_names_and_leaves_the_rest() -> None:
    kept = await store(drawn(50, 50))
    stray = files.folder_of(ids.new())
    stray.mkdir(parents=True)
    interrupted = files.new_folder()

    await jobs.sweep(older_than_s=-60)

    assert files.folder_of(kept.id).is_dir()
    assert not stray.exists()
    assert not interrupted.exists()


async def test_a_sweep_goes_past_what_is_odd() -> None:
    kept = await store(drawn(50, 50))
    place = files.folder_of(kept.id).parent
    odd = [place / ("z" * 32), place / f"{kept.id}", files.root() / "xy" / kept.id.hex]
    for folder in odd:
        folder.mkdir(parents=True)
    gone = place / ids.new().hex
    gone.symlink_to("nowhere")  # seen in its folder, and not there when it is looked at

    await jobs.sweep(older_than_s=-60)

    assert files.folder_of(kept.id).is_dir()
    assert [folder for folder in odd if folder.exists()] == []


async def test_a_picture_that_takes_too_long_holds_up_nobody(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow", tmp_path / "quick"
    for folder, side in ((slow, 6_000), (quick, 60)):
        folder.mkdir()
        (folder / "original").write_bytes(drawn(side, side))
    longest_s, over = 0.0, False

    async def beat() -> None:
        nonlocal longest_s
        while not over:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest_s = max(longest_s, time.monotonic() - before)

    beating = asyncio.create_task(beat())
    first = asyncio.create_task(render(slow / "original", slow, limit_s=0.05))
    second = asyncio.create_task(render(quick / "original", quick))
    with pytest.raises(BadInput, match="could not be read"):
        await first
    assert (await second).widths == [60]
    over = True
    await beating
    assert longest_s < 1  # the loop went on while the worker process was ended


@pytest.mark.parametrize("width", ["9" * 5_000, "9" * 300, "-1", "0150", "1e3", "..%2f150", "١"])
async def test_a_width_that_is_none_is_not_found(width: str) -> None:
    app = Starlette(routes=api.media_routes())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get(f"/media/{ids.short(ids.new())}/{width}.webp")
    assert answer.status_code == 404
