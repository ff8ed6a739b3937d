"""Our JavaScript lies where the build finds it, and draws the glyphs of the design system."""

import json
import re
from pathlib import Path

import pytest

from dreamdot_app.ui.icons import GLYPHS

pytestmark = pytest.mark.pure

MARKET = Path(__file__).parents[3] / "dreamdot_app" / "market"
PARTS = [MARKET / "writing", MARKET / "reading"]
GLYPH_FILES = [MARKET / "writing" / "icons.jsx", MARKET / "reading" / "reader_glyphs.jsx"]


@pytest.mark.parametrize("file", GLYPH_FILES, ids=lambda file: file.name)
def test_glyphs_are_those_of_the_design_system(file: Path) -> None:
    pairs = re.findall(r'^  "?([\w-]+)"?:\s*(".+?"),$', file.read_text(), re.M)
    assert pairs
    assert {name: json.loads(path) for name, path in pairs} == {
        name: GLYPHS[name] for name, _ in pairs
    }


@pytest.mark.parametrize("folder", PARTS, ids=lambda folder: folder.name)
def test_every_module_is_laid_out(folder: Path) -> None:
    laid_out = set(re.findall(r'script\("([^"]+)"', (folder / "scripts.py").read_text()))
    modules = {file.name for file in folder.iterdir() if file.suffix in {".js", ".jsx", ".css"}}
    assert laid_out == modules


@pytest.mark.parametrize("folder", PARTS, ids=lambda folder: folder.name)
def test_modules_import_what_is_there(folder: Path) -> None:
    for file in [*folder.glob("*.js"), *folder.glob("*.jsx")]:
        for name in re.findall(r'from "\./([^"]+)"|import "\./([^"]+)"', file.read_text()):
            assert (folder / "".join(name)).is_file(), (file.name, name)
