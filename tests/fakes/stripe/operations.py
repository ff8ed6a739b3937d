"""Every operation of Stripe's API, as the SDK's generated services know them.

The SDK sends what it is given; so its services are read as text: each method calls ``_request``
with a verb and a path, and says the type of its parameters.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import stripe

_ROOT = Path(stripe.__file__).parent
_PARAMS, _PATH = re.compile(r"(\w+Params)"), re.compile(r"['\"](/v1[^'\"]*)['\"]")


@dataclass(frozen=True)
class Operation:
    """``POST /v1/transfers/{id}`` and the type of what it takes (a TypedDict), if anything."""

    verb: str
    path: str
    pattern: re.Pattern[str]
    module: str
    params: str

    @property
    def name(self) -> str:
        return f"{self.verb} {self.path}"

    def takes(self) -> Any:
        """The TypedDict of its parameters, or none."""
        return getattr(import_module(self.module), self.params) if self.params else None


@cache
def operations() -> tuple[Operation, ...]:
    """All of them, those with fewer ids in their path first: ``/search`` is no id."""
    found = [
        operation
        for path in sorted(_ROOT.glob("**/_*_service.py"))
        if "v2" not in path.parts
        for operation in _of(ast.parse(path.read_text()))
    ]
    return tuple(sorted(found, key=lambda one: (one.path.count("{"), -len(one.path))))


def operation_of(verb: str, path: str) -> Operation | None:
    """The operation that a request is for."""
    fitting = (one for one in operations() if one.verb == verb and one.pattern.fullmatch(path))
    return next(fitting, None)


def _of(module: ast.Module) -> Iterator[Operation]:
    imported = {
        alias.asname or alias.name: node.module or ""
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            yield from _requests_in(function, imported)


def _requests_in(function: ast.FunctionDef, imported: dict[str, str]) -> Iterator[Operation]:
    params = _params_of(function)
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        verb = call.args[0] if call.func.attr == "_request" and call.args else None
        path = _PATH.search(ast.unparse(call.args[1])) if isinstance(verb, ast.Constant) else None
        if path and isinstance(verb, ast.Constant):
            pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path[1]))
            module = imported.get(params, "")
            yield Operation(str(verb.value).upper(), path[1], pattern, module, params)


def _params_of(function: ast.FunctionDef) -> str:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            found = _PARAMS.search(ast.unparse(argument.annotation))
            return found[1] if found else ""
    return ""
