"""Rules of the house that import-linter, ruff and pyright cannot say."""

import ast
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from dreamdot_app.core.allowances import Allowance
from dreamdot_app.core.rates import Rate

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "dreamdot_app"
SLICES = {"accounts", "media", "wallet", "social", "market", "admin"}
PUBLIC = {"service", "contract", "components"}
# What stands for "who is asking" in states and routes, and the balance that a purchase refreshes.
ALSO_PUBLIC = {
    "accounts.state",
    "accounts.routes",
    "accounts.settings_frame",
    "social.state",
    "wallet.state",
}
MAKES_RATES = {"Rate", "_allowance"}
COMPOSITION = {
    "__main__.py",
    "dreamdot_app.py",
    "wiring.py",
    "models.py",
    "consumers.py",
    "lifespan.py",
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def tracked() -> list[Path]:
    """Every file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("dreamdot_app.")}


def rates() -> dict[Path, list[str]]:
    """The arguments of every ``Rate("name", "allowed")`` of the product, by file."""
    found: dict[Path, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKES_RATES:
                found.setdefault(path, []).append(ast.unparse(node))
    return found


def slice_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_a_slice_sees_another_one_by_its_public_modules_only() -> None:
    strays = []
    for path in modules():
        if path.name in COMPOSITION and path.parent == PACKAGE:
            continue
        for name in imported(path):
            _, other, *rest = name.split(".")
            if other not in SLICES or other == slice_of(path) or not rest:
                continue
            if rest[0] not in PUBLIC and f"{other}.{rest[0]}" not in ALSO_PUBLIC:
                strays.append(f"{path.relative_to(ROOT)} imports {name}")
    assert strays == []


def test_files_stay_readable() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


def test_functions_fit_in_the_eye() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {length} lines"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_are_named_for_what_they_hold() -> None:
    vague = [
        str(path.relative_to(ROOT))
        for path in modules()
        if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert vague == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX)\b|coming soon|not implemented yet", re.I)
    left = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in {".py", ".js", ".jsx", ".css"} and path != Path(__file__)
        if (match := later.search(path.read_text()))
    ]
    assert left == []


def test_locks_carry_no_download_addresses() -> None:
    locks = [path for path in tracked() if "lock" in path.name and path.suffix == ".json"]
    assert [path for path in locks if re.search(r'"resolved": *"https?:', path.read_text())] == []


def test_files_are_small() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {size} bytes"
        for path in tracked()
        if (size := path.stat().st_size) > 1_048_576
    ]
    assert large == []


@pytest.mark.parametrize(
    "pattern", [r"monkeypatch", r"mock\.patch|unittest\.mock", r"time\.sleep\("]
)
def test_tests_use_real_parts_and_never_sleep(pattern: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and re.search(pattern, path.read_text())
    ]
    assert found == []


def test_every_rate_stands_in_one_place_and_in_the_operators_page() -> None:
    allowances = PACKAGE / "core" / "allowances.py"
    assert set(rates()) == {allowances}
    page = (ROOT / "docs" / "operations.md").read_text()
    missing = [
        words
        for name, kind in vars(import_module("dreamdot_app.core.allowances")).items()
        for words in _in_the_page(kind)
        if name.isupper() and words not in page
    ]
    assert missing == []


def _in_the_page(rate: object) -> list[str]:
    """How a rate, or the two of an allowance, stand in the table: ``| `name` | … | 5/minute |``."""
    if isinstance(rate, Allowance):
        return [*_in_the_page(rate.by_account), *_in_the_page(rate.by_address)]
    return [f"| `{rate.name}` | {rate.allowed} |"] if isinstance(rate, Rate) else []
