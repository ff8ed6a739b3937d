"""Runs our own JavaScript modules in the Node that stands beside this Python."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

UI = Path(__file__).parents[2] / "dreamdot_app" / "ui"
NODE = Path(sys.executable).parent / "node"
_QUIET = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"]
_ANSWER_EACH = """
const parts = [];
for await (const part of process.stdin.setEncoding("utf8")) parts.push(part);
const plain = (value) => (ArrayBuffer.isView(value) ? [...value] : value) ?? null;
const answers = await Promise.all(JSON.parse(parts.join("")).map((call) => f(...call)));
process.stdout.write(JSON.stringify(answers.map(plain)));
"""


def call(module: str, function: str, arguments: list[list[Any]]) -> list[Any]:
    """What a function of ``dreamdot_app/ui/<module>`` answers to each list of arguments.

    ``function`` is its name, or an expression in which ``m`` is the module.
    """
    expression = f"m.{function}" if function.isidentifier() else function
    program = f"import * as m from {json.dumps((UI / module).as_uri())}; const f = {expression};"
    run = subprocess.run(
        [NODE, "--input-type=module", *_QUIET, "-e", program + _ANSWER_EACH],
        input=json.dumps(arguments), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
