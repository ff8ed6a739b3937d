"""The embedded servers as their users meet them: started once, shared, stopped, kept."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from dreamdot_app.core.embedded import (
    EmbeddedServersError,
    ServersInUse,
    StartAbandoned,
    mongo,
    open_servers,
    open_servers_now,
    reset,
    stop,
)
from dreamdot_app.core.embedded.layout import Folder
from tests.core.embedded_folder import DataFolder, addresses, finish, lives, until_gone

pytestmark = pytest.mark.pure


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFolder]:
    folder = DataFolder(tmp_path / "data")
    yield folder
    folder.end()


async def test_a_fresh_folder_gets_five_durable_databases_and_a_replica_set(data: DataFolder):
    told: list[str] = []
    with await open_servers(data.path, say=told.append) as servers:
        for name, url in servers.postgres_urls.items():
            with psycopg.connect(url.replace("+psycopg", "")) as connection:
                assert connection.execute("select current_database(), current_user").fetchone() == (
                    f"dreamdot_{name}",
                    "dreamdot",
                )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            data.sql("create database not_for_the_owner")
        data.write_everywhere()
        data.assert_everything_kept()
        settings = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses")
        assert [data.sql(f"show {name}")[0][0] for name in settings] == ["on", "on", "on", ""]
        assert int(data.sql("show max_connections")[0][0]) >= 200
        assert data.sql("select upper('ärger'), 'Z' < 'a'") == [("ÄRGER", True)]
        assert data.sql("show server_encoding") == [("UTF8",)]
    assert set(servers.postgres_urls) == {"user", "social", "items", "community", "audit"}
    assert "journal=true" in servers.mongodb_uri
    assert "w=majority" in servers.mongodb_uri
    assert told[0].startswith("Setting up PostgreSQL and MongoDB")
    assert told[-1].startswith("PostgreSQL and MongoDB are ready")


def test_processes_that_start_at_the_same_moment_share_one_set(data: DataFolder):
    users = [data.begin_user() for _ in range(4)]

    assert len({addresses(user) for user in users}) == 1

    pids = data.pids()
    assert all(map(lives, pids.values()))
    assert listening_tcp(pids) == []
    finish(users[0])
    data.sql("select 1")  # the others still have the servers
    for user in users[1:]:
        finish(user)
    until_gone(pids)
    assert not Path(data.place.sockets).exists()


def listening_tcp(pids: dict[str, int]) -> list[str]:
    """What these processes listen on besides Unix sockets (Linux; elsewhere not looked at)."""
    tables = [Path(f"/proc/net/{name}") for name in ("tcp", "tcp6")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()]
    rows = [line.split() for line in lines]
    listening = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    links: list[str] = []
    for descriptor in (fd for pid in pids.values() for fd in Path(f"/proc/{pid}/fd").glob("*")):
        with suppress(FileNotFoundError):  # closed meanwhile
            links.append(os.readlink(descriptor))
    return [link for link in links if link in listening]


def test_data_survives_an_orderly_restart_and_a_moved_folder(data: DataFolder, tmp_path: Path):
    user = data.user()
    data.write_everywhere()
    finish(user)
    assert stop(data.path)
    assert not stop(data.path)

    data.path.rename(tmp_path / "moved")
    moved = DataFolder(tmp_path / "moved")
    with open_servers_now(moved.path):
        moved.assert_everything_kept()
    moved.end()


def test_a_deep_folder_with_odd_characters_works(tmp_path: Path):
    deep = tmp_path.joinpath(*["a folder, deep 'down' & Größe 100%"] * 5)
    data = DataFolder(deep / ".data")
    with open_servers_now(data.path) as servers:
        data.write_everywhere()
        data.assert_everything_kept()
        assert len(servers.mongodb_uri) < 200
    data.end()


def test_stopping_and_removing_are_refused_while_somebody_works(data: DataFolder):
    user = data.user()
    with pytest.raises(ServersInUse, match="stop it first"):
        stop(data.path)
    with pytest.raises(ServersInUse):
        reset(data.path)
    data.sql("select 1")

    pids = data.pids()
    finish(user)
    reset(data.path)

    assert not any(map(lives, pids.values()))
    assert not data.path.exists()
    reset(data.path)


def test_a_folder_that_is_not_ours_is_not_removed(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(EmbeddedServersError, match="not removed"):
        reset(tmp_path)

    assert (tmp_path / "thesis.txt").exists()


def test_what_lies_beside_our_servers_is_not_removed_with_them(data: DataFolder):
    with open_servers_now(data.path):
        (data.path / "thesis.txt").write_text("years of work")
    with pytest.raises(EmbeddedServersError, match=r"thesis\.txt"):
        reset(data.path)

    assert (data.path / "thesis.txt").exists()
    data.sql("select 1")


def test_a_place_where_no_folder_can_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedServersError, match="DREAMDOT_DATA_DIR"):
        open_servers_now(tmp_path / "file" / "data")


def test_servers_end_when_their_folder_is_removed_under_them(data: DataFolder):
    data.user()
    pids = data.pids()
    shutil.rmtree(data.path, ignore_errors=True)
    shutil.rmtree(data.path, ignore_errors=True)

    with open_servers_now(data.path):
        assert data.sql("select 1") == [(1,)]
        until_gone(pids)
        assert data.sql("select 2") == [(2,)]


async def test_a_cancelled_opening_gives_its_share_back(data: DataFolder):
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def say(_line: str) -> None:
        loop.call_soon_threadsafe(begun.set)

    opening = asyncio.create_task(open_servers(data.path, say=say))
    await begun.wait()
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening

    stop(data.path)  # not refused: nobody uses the servers any more
    with await open_servers(data.path):
        assert data.sql("select 1") == [(1,)]


def test_a_start_that_fails_says_why(data: DataFolder):
    finish(data.user())
    stop(data.path)
    (data.servers.postgres_data / "PG_VERSION").write_text("12\n")

    with pytest.raises(EmbeddedServersError, match="did not start") as refusal:
        open_servers_now(data.path)

    assert not isinstance(refusal.value, StartAbandoned)
    assert "version 12" in str(refusal.value) or "FATAL" in str(refusal.value)


def test_mongodb_starts_with_the_wheels_libraries_where_the_system_lacks_its_own(tmp_path: Path):
    folder = Folder.within(tmp_path)
    folder.make()
    lacking = ["libcurl.so.4", "libssl.so.3"] if sys.platform == "linux" else []

    environment = mongo.borrowed_libraries(folder, lacking)
    started = subprocess.run(
        [mongo.mongod(), "--version"], env=environment, capture_output=True, check=True
    )

    assert started.stdout.startswith(b"db version v")
    assert all((folder.root / "libraries" / name).exists() for name in lacking)
