"""The commands: what keeps one from running is said in a line, without the secrets in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
NOBODY = "postgresql://dreamdot:hunter2@127.0.0.1:1"
POSTGRES = {
    f"POSTGRES_DB_{name}": f"{NOBODY}/{name.lower()}"
    for name in ("USER", "SOCIAL", "ITEMS", "COMMUNITY", "AUDIT")
}
MONGO = {"MONGODB_URI": "mongodb://dreamdot:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=200"}


@pytest.mark.parametrize(
    ("command", "variables", "told"),
    [
        ("migrate", POSTGRES | MONGO, "POSTGRES_DB_USER: the database cannot be used"),
        (
            "migrate",
            POSTGRES | MONGO | {"POSTGRES_DB_USER": "postgresql://u:%zz@h/hunter2"},
            "POSTGRES_DB_USER: this address cannot be read",
        ),
        ("seed --size 0", {}, "at least 1"),
        ("admin --email=", {}, "make admin EMAIL=ana@example.org"),
        ("admin --email=ana@example.org --role=king", {}, "ROLE=king: one of member, creator"),
        ("seed", {"DREAMDOT_PORT": "hunter2"}, "DREAMDOT_PORT: "),
    ],
)
def test_a_refusal_is_one_line(
    tmp_path: Path, command: str, variables: dict[str, str], told: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dreamdot_app", *command.split()],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert told in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
