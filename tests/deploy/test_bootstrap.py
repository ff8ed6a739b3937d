"""What gets a bare machine ready: it tells what is missing first, and mends what is broken."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs no package, in a folder with a space in its name."""
    folder = tmp_path / "a project"
    shutil.copytree(DEPLOY, folder / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements.txt").write_text("# none\n")
    (folder / "requirements-local.txt").write_text("-r requirements.txt\n")
    return folder


def bootstrap(project: Path, *arguments: str, **variables: str) -> list[str]:
    """The lines that it prints; the exit code comes first."""
    done = subprocess.run(
        [sys.executable, str(project / "deploy" / "bootstrap.py"), *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(project), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [str(done.returncode), *done.stdout.splitlines()]


def test_an_environment_is_made_once_and_rebuilt_when_it_was_moved(project: Path):
    first = bootstrap(project)
    assert first[:2] == [
        "0",
        f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}",
    ]
    assert bootstrap(project) == ["0"]

    (project / "requirements.txt").write_text("# changed\n")
    assert bootstrap(project)[1].startswith("Installing 0 packages")

    moved = project.rename(project.with_name("moved"))
    assert bootstrap(moved)[1].startswith("Rebuilding .venv")
    assert bootstrap(moved) == ["0"]


def test_a_taken_port_is_told_first_with_the_variable_that_changes_it(project: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        lines = bootstrap(project, "--serve", DREAMDOT_PORT=str(port))

    assert lines[0] == "1"
    assert lines[1].startswith(f"Port {port} is taken by another program")
    assert "DREAMDOT_PORT=" in lines[1]
    assert not (project / ".venv").exists()


def test_a_port_that_is_none_is_refused(project: Path):
    (project / ".env").write_text('DREAMDOT_PORT="80a"  # mine\n')

    assert bootstrap(project, "--serve")[1].startswith("DREAMDOT_PORT=80a is not a port")


def test_an_index_out_of_reach_is_told_without_naming_it(project: Path):
    (project / "requirements.txt").write_text("dreamdot-needs-this==1.0\n")
    nowhere = "http://127.0.0.1:9/simple"

    lines = bootstrap(project, PIP_INDEX_URL=nowhere, PIP_RETRIES="1", PIP_CONFIG_FILE=os.devnull)

    assert lines[0] == "1"
    assert any(line.startswith("Python's package index cannot be reached") for line in lines)
    assert "127.0.0.1" not in "".join(lines)


# What `sitecustomize` does to a Python before the bootstrap runs in it: another machine.
OTHER_MACHINES = {
    "Python's venv and ensurepip is missing: apt install python": (
        "import importlib.util as u\n"
        "real = u.find_spec\n"
        "u.find_spec = lambda name, package=None: "
        "None if name in ('venv', 'ensurepip') else real(name, package)\n"
    ),
    "Windows is not supported: use Linux": "import platform; platform.system = lambda: 'Windows'\n",
    "Linux on riscv64 is not supported": "import platform; platform.machine = lambda: 'riscv64'\n",
    "This system's C library (not glibc ) is not supported": (
        "import platform; platform.libc_ver = lambda: ('', '')\n"
    ),
    "Python 3.11, 3.12 or 3.13 is needed": (
        "import sys; sys.version_info = (3, 10, 0, 'final', 0)\n"
    ),
    "The disk of": (
        "import shutil; shutil.disk_usage = lambda path: type('Usage', (), {'free': 10**9})()\n"
    ),
}


@pytest.mark.parametrize("told", OTHER_MACHINES)
def test_what_a_machine_lacks_is_told_first(project: Path, told: str):
    other = project / "other machine"
    other.mkdir()
    (other / "sitecustomize.py").write_text(OTHER_MACHINES[told])

    lines = bootstrap(project, PYTHONPATH=str(other))

    assert lines[0] == "1"
    assert lines[1].startswith(told)
    assert not (project / ".venv").exists()


def npm_that(project: Path, script: str) -> None:
    """Put an npm into the environment that notes its calls and does this."""
    npm = project / ".venv" / "bin" / "npm"
    npm.write_text(f'#!/bin/sh\necho "$@" >>"{project}/calls"\n{script}\n')
    npm.chmod(0o755)


def path_with_programs(project: Path) -> str:
    """A PATH on which Chromium and Redis stand, so that none is installed."""
    programs = project / "programs"
    programs.mkdir()
    for name in ("chromium", "redis-server"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


def test_programs_of_the_tests_are_installed_once_for_each_lock(project: Path):
    lock = project / "tests" / "tools" / "package-lock.json"
    lock.parent.mkdir(parents=True)
    lock.write_text("{}")
    path = path_with_programs(project)
    bootstrap(project)
    assert not (project / "calls").exists()
    npm_that(project, "echo npm error 404 http://registry.example/x >&2; exit 1")
    failed = bootstrap(project, "--tests", PATH=path)
    assert failed[:2] == ["1", "Installing the tests' programs with npm"]
    assert "http" not in "".join(failed)
    npm_that(project, "mkdir -p node_modules")
    assert bootstrap(project, "--tests", PATH=path)[0] == "0"
    assert bootstrap(project, "--tests", PATH=path) == ["0"]
    lock.write_text("{ }")
    assert bootstrap(project, "--tests", PATH=path)[0] == "0"
    calls = (project / "calls").read_text().splitlines()
    assert len(calls) == 3
    assert {call.split()[0] for call in calls} == {"ci"}
