"""What is killed leaves no orphans, loses nothing that was acknowledged, and starts again."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamdot_app.core.embedded import keep_running, open_servers_now, stop
from dreamdot_app.core.platform import servers
from dreamdot_app.core.settings import read_settings
from tests.core.embedded_folder import DataFolder, finish, kill, until, until_gone

pytestmark = pytest.mark.pure


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFolder]:
    folder = DataFolder(tmp_path / "data")
    yield folder
    folder.end()


def test_a_killed_app_leaves_no_servers_behind(data: DataFolder):
    user = data.user()
    data.write_everywhere()
    pids = data.pids()

    user.kill()

    until_gone(pids)
    with open_servers_now(data.path):
        data.assert_everything_kept()


def test_a_killed_supervisor_takes_its_servers_along(data: DataFolder):
    user = data.user()
    data.write_everywhere()
    pids = data.pids()

    kill(pids["supervisor"])

    until_gone(pids)
    with open_servers_now(data.path):  # the first user still thinks that it has servers
        data.assert_everything_kept()
        assert data.pids()["supervisor"] != pids["supervisor"]
    finish(user)


async def test_servers_in_use_come_back_where_they_were_when_the_supervisor_is_killed(
    data: DataFolder,
):
    told: list[str] = []
    async with servers(read_settings(data_dir=data.path), say=told.append):
        data.write_everywhere()
        pids, place = data.pids(), data.place
        kill(pids["supervisor"])
        async with asyncio.timeout(60):
            while sum("are ready" in line for line in told) < 2:  # noqa: ASYNC110 told by a thread
                await asyncio.sleep(0.1)
        data.assert_everything_kept()
        assert data.place == place
        assert not set(pids.values()) & set(data.pids().values())


async def test_servers_that_do_not_start_are_tried_again_and_each_reason_is_told_once(
    data: DataFolder,
):
    told: list[str] = []
    log, version = data.servers.log("supervisor"), data.servers.postgres_data / "PG_VERSION"

    def reasons() -> list[str]:
        return [line for line in told if "do not start again" in line]

    async with servers(read_settings(data_dir=data.path), say=told.append), asyncio.timeout(120):
        data.write_everywhere()
        pids, right = data.pids(), version.read_text()
        version.write_text("12\n")
        log.unlink()
        log.mkdir()  # an error of the system: there is nowhere to write
        kill(pids["supervisor"])
        while not reasons():  # noqa: ASYNC110 told by a thread
            await asyncio.sleep(0.1)
        log.rmdir()
        while not log.exists() or log.read_text().count("does not stay up") < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        version.write_text(right)
        while "there again" not in told[-1]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        data.assert_everything_kept()
    assert ["Is a directory" in reason for reason in reasons()] == [True, False]


async def test_a_folder_that_was_removed_is_not_made_anew(data: DataFolder):
    async with servers(read_settings(data_dir=data.path)):
        pids = data.pids()
        data.path.rename(data.path.with_name("elsewhere"))
        await asyncio.to_thread(until_gone, pids)
        keeping = asyncio.create_task(keep_running(data.path))
        await asyncio.wait([keeping], timeout=2.5)  # it has looked twice
        keeping.cancel()
        assert not data.path.exists()


def test_a_start_right_after_the_kill_waits_for_what_is_ending(data: DataFolder):
    data.user().kill()
    data.write_everywhere()
    pids = data.pids()

    kill(pids["supervisor"])

    with open_servers_now(data.path):
        data.assert_everything_kept()
        assert not set(pids.values()) & set(data.pids().values())


@pytest.mark.parametrize("victim", ["postgres", "mongod"])
def test_a_killed_server_comes_back_under_its_address(data: DataFolder, victim: str):
    user = data.user()
    data.write_everywhere()
    before, place = data.pids(), data.place

    kill(before[victim])
    until_gone({victim: before[victim]})

    with open_servers_now(data.path):
        data.assert_everything_kept()
        assert data.place == place
        assert data.pids()["supervisor"] == before["supervisor"]
    finish(user)


def test_files_of_a_run_that_is_long_over_do_not_matter(data: DataFolder):
    finish(data.user())
    stop(data.path)
    place = data.place
    stranger = f"{os.getpid()}\n{data.servers.postgres_data}\n1\n5432\n{place.sockets}\n\n0 0\n"
    (data.servers.postgres_data / "postmaster.pid").write_text(stranger)
    (data.servers.mongo_data / "mongod.lock").write_text(f"{os.getpid()}\n")
    sockets = Path(place.sockets)
    sockets.mkdir(mode=0o700)
    (sockets / ".s.PGSQL.5432.lock").write_text(stranger)
    for name in (".s.PGSQL.5432", "mongod.sock", "mongodb-27017.sock"):
        (sockets / name).touch()
    data.servers.supervisor_lock.write_text(f"{os.getpid()}\n")

    with open_servers_now(data.path):
        data.write_everywhere()
        data.assert_everything_kept()


def test_a_first_start_that_was_killed_half_way_is_begun_anew(data: DataFolder):
    user = data.begin_user()
    until(lambda: any(data.servers.root.glob("postgres.new-*/base/1")), "initdb at work")
    kill(int(data.servers.supervisor_lock.read_text()))
    user.kill()
    assert not data.servers.postgres_data.exists()

    with open_servers_now(data.path):
        data.write_everywhere()
        data.assert_everything_kept()
    assert not list(data.servers.root.glob("postgres.new-*"))


def test_data_of_mongodb_that_was_never_completed_is_made_anew(data: DataFolder):
    data.servers.make()
    data.servers.mongo_data.mkdir()
    (data.servers.mongo_data / "WiredTiger.wt").write_bytes(b"\0" * 10)
    (data.servers.mongo_data / "WiredTiger.turtle").write_bytes(b"half a tur")
    (data.servers.mongo_data / "storage.bson").write_bytes(b"\1")

    with open_servers_now(data.path):
        data.write_everywhere()
        data.assert_everything_kept()
