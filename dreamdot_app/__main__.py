"""``python -m dreamdot_app <command>``: what the Makefile calls."""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable, Coroutine

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dreamdot_app.core.migrations import MigrationRefused
from dreamdot_app.core.mongo import MongoRefused
from dreamdot_app.core.redis import RedisRefused
from dreamdot_app.core.settings import Settings, SettingsRefused, settings

try:  # production has no embedded servers to be refused by
    from dreamdot_app.core.embedded import EmbeddedServersError

    _EMBEDDED: tuple[type[Exception], ...] = (EmbeddedServersError,)
except ImportError:
    _EMBEDDED = ()

REFUSALS = (SettingsRefused, MigrationRefused, MongoRefused, RedisRefused, *_EMBEDDED)

_RESUME_HELP = "the address of the administrator who answers for it that payouts go on"
_SIZE_HELP = "how many times 40 people and 120 works (default 1)"


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def _bar() -> Progress:
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        transient=True,
    )


async def _plant(size: int | None) -> None:
    """Plant the world with a progress bar; ``None``: only if there is none."""
    from dreamdot_app import consumers as _  # noqa: F401 registers who listens to events
    from dreamdot_app.core.worker import drain
    from dreamdot_app.world import seed

    if size is None and await seed.is_planted():
        return
    _say("Planting the demonstration world …")
    with _bar() as bar:
        tasks = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done)

        await seed.plant(size=size or 1, told=told)
    await drain()


def _welcome(chosen: Settings, began: float) -> str:
    from dreamdot_app.world import seed

    return (
        f"\nDreamDot is ready after {time.monotonic() - began:.0f} s: {chosen.public_origin}\n"
        f"  Sign in as a creator: {seed.READER}    password: {seed.PASSWORD}\n"
        f"  or as any of the {len(seed.world().people)} people there, with the same password.\n"
        "  Ctrl-C stops everything.\n"
    )


async def _serve(chosen: Settings, *, hot_reload: bool) -> int:
    from dreamdot_app import built
    from dreamdot_app.core.platform import needs_embedded, platform, servers
    from dreamdot_app.serve import serve

    began = time.monotonic()
    async with servers(chosen, say=_say):
        async with platform(chosen, say=_say):
            if needs_embedded(chosen):
                await _plant(None)
        is_built = hot_reload or built.is_current(chosen)
        _say("Serving the pages …" if is_built else "Building the pages …")
        return await serve(chosen, hot_reload=hot_reload, on_ready=lambda: _welcome(chosen, began))


async def _run(chosen: Settings, _arguments: argparse.Namespace) -> int:
    return await _serve(chosen, hot_reload=False)


async def _dev(chosen: Settings, _arguments: argparse.Namespace) -> int:
    return await _serve(chosen, hot_reload=True)


async def _migrate(chosen: Settings, _arguments: argparse.Namespace) -> int:
    from dreamdot_app.core.platform import platform

    async with platform(chosen, say=_say):
        _say("All five databases are up to date.")
    return 0


async def _seed(chosen: Settings, arguments: argparse.Namespace) -> int:
    from dreamdot_app.core.platform import platform
    from dreamdot_app.world import seed

    if chosen.is_production:
        raise SettingsRefused("The demonstration world is not for production.")
    if arguments.size < 1:
        raise SettingsRefused(f"--size {arguments.size}: a world has a size of at least 1.")
    async with platform(chosen, say=_say):
        there = await seed.planted_size()
        if there >= arguments.size:
            _say(f"The demonstration world is there already, {seed.amount(there)}.")
            _say(f"For more: make seed SIZE={there + 1}. For another one: make reset, make seed")
            return 0
        if there:
            _say(f"There are {seed.amount(there)}; the rest is added.")
        await _plant(arguments.size)
        _say(f"Planted: there are {seed.amount(await seed.planted_size())} now.")
    return 0


async def _worker(chosen: Settings, _arguments: argparse.Namespace) -> int:
    from dreamdot_app import consumers as _  # noqa: F401 registers who listens to events
    from dreamdot_app.core import log
    from dreamdot_app.core.platform import platform
    from dreamdot_app.core.worker import run_worker
    from dreamdot_app.wallet.stripe.in_use import stripe_open

    log.open_log(level=chosen.log_level, as_json=chosen.is_production)
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with platform(chosen, say=_say), stripe_open(chosen):
        _say("The worker runs. Ctrl-C stops it.")
        await run_worker(stop)
    return 0


async def _admin(chosen: Settings, arguments: argparse.Namespace) -> int:
    from dreamdot_app.accounts.roles import RoleRefused, parse_role, set_role
    from dreamdot_app.core import clock
    from dreamdot_app.core.platform import platform

    if not arguments.email:
        raise SettingsRefused("Say whom: make admin EMAIL=ana@example.org")
    try:
        role = parse_role(arguments.role)
        async with platform(chosen, say=_say):
            username = await set_role(email=arguments.email, role=role, now=clock.now())
    except RoleRefused as refusal:
        raise SettingsRefused(str(refusal)) from None
    _say(f"The role of @{username} is {role} now. They have to sign in anew.")
    return 0


async def _ledger_check(chosen: Settings, arguments: argparse.Namespace) -> int:
    from dreamdot_app.accounts.roles import RoleRefused, require_administrator
    from dreamdot_app.core import clock
    from dreamdot_app.core.platform import platform
    from dreamdot_app.wallet import service as wallet
    from dreamdot_app.wallet.report import report

    async with platform(chosen, say=_say):
        found, stopped = await wallet.check()
        for line in report(found, stopped=stopped):
            _say(line)
        if arguments.resume and found.holds:
            try:
                by = await require_administrator(email=arguments.resume)
            except RoleRefused as refusal:
                raise SettingsRefused(str(refusal)) from None
            resumed = await wallet.resume_payouts(by=by, now=clock.now())
            _say(f"Payouts go on, says @{by}." if resumed else "Payouts were not stopped.")
    return 0 if found.holds else 1


async def _reset(chosen: Settings, _arguments: argparse.Namespace) -> int:
    from dreamdot_app.core.embedded import reset

    await asyncio.to_thread(reset, chosen.data_dir)
    _say(f"{chosen.data_dir} is gone.")
    return 0


Command = Callable[[Settings, argparse.Namespace], Coroutine[None, None, int]]
_COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (_run, "build and serve everything on one port"),
    "dev": (_dev, "the same with hot reload, for developers"),
    "migrate": (_migrate, "bring the five databases up to date"),
    "seed": (_seed, "plant the demonstration world"),
    "worker": (_worker, "do outbox, jobs and schedules in a process of its own"),
    "admin": (_admin, "give somebody a role"),
    "ledger-check": (_ledger_check, "prove that the ledger is whole"),
    "reset": (_reset, "delete the embedded servers' data"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dreamdot_app")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, text) in _COMMANDS.items():
        command = commands.add_parser(name, help=text)
        if name == "seed":
            command.add_argument("--size", type=int, default=1, help=_SIZE_HELP)
        if name == "ledger-check":
            command.add_argument("--resume", default="", help=_RESUME_HELP)
        if name == "admin":
            command.add_argument("--email", required=True, help="their confirmed address")
            command.add_argument("--role", default="administrator", help="member takes it back")
    return parser


def main() -> int:
    """Run one command; a refusal is one clear line on standard error and exit code 1."""
    arguments = _parser().parse_args()
    command, _ = _COMMANDS[arguments.command]
    try:
        return asyncio.run(command(settings(), arguments))
    except REFUSALS as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
