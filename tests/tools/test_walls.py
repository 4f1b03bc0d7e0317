"""The walls of the house stand as import-linter contracts in pyproject.toml; here they are run, and shown to bite."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> tuple[int, str]:
    """Exit code and words of import-linter in a folder that has a pyproject.toml."""
    command = [sys.executable, "-c", LINT]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def test_nobody_imports_through_a_wall():
    code, words = lint(ROOT)
    assert code == 0, words


ROOMS = [
    *(
        "app",
        "app/cli",
        "app/matters",
        "app/papers",
        "app/bundles",
        "app/access",
        "app/rules",
        "app/keys",
        "app/figures",
    ),
    *("db", "ui", "ui/pages"),
]
MODULES = ["app/desk.py", "app/errors.py", "app/matters/values.py", "app/matters/service.py", "app/shelf.py"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of empty rooms under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    for module in MODULES:
        (tmp_path / module).touch()
    return tmp_path


def test_what_the_plan_allows_passes(house: Path):
    (house / "ui/pages/ledger.py").write_text(
        "import PySide6.QtWidgets\nimport app.desk\nfrom app.errors import X\nfrom app.matters.values import Y\n"
    )
    (house / "ui/__main__.py").write_text("import app.cli\n")
    (house / "app/desk.py").write_text("from app import figures, matters\nimport db\n")
    (house / "app/matters/service.py").write_text(
        "import sqlalchemy\nimport app.access, app.rules, app.errors\n"
    )
    (house / "app/papers/engine.py").write_text("import reportlab.pdfgen\n")
    (house / "app/keys/age.py").write_text("import pyrage, cryptography.hazmat\n")
    (house / "app/rules/days.py").write_text("from datetime import date\n")
    code, words = lint(house)
    assert code == 0, words


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("db/store.py", "import app.errors"),
        ("db/store.py", "import PySide6"),
        ("app/desk.py", "import ui.pages"),
        ("app/desk.py", "from PySide6 import QtCore"),
        ("app/access/users.py", "import app.matters"),
        ("app/papers/engine.py", "import app.bundles"),
        ("app/rules/clocks.py", "import app.errors"),
        ("app/rules/clocks.py", "import db"),
        ("app/rules/clocks.py", "from pathlib import Path"),
        ("app/keys/slots.py", "import app.rules"),
        ("app/new_room.py", ""),
        ("app/matters/service.py", "import reportlab"),
        ("app/bundles/pack.py", "import pyrage"),
        ("app/matters/service.py", "import sqlcipher3"),
        ("app/matters/service.py", "import hypothesis"),
        ("ui/pages/ledger.py", "import db"),
        ("ui/pages/ledger.py", "def late():\n    import sqlalchemy"),
        ("ui/pages/ledger.py", "from app.matters import service"),
        ("ui/pages/ledger.py", "import app.cli"),
        ("ui/pages/ledger.py", "import app.rules"),
    ],
)
def test_a_wall_bites(house: Path, module: str, line: str):
    (house / module).write_text(line + "\n")
    code, words = lint(house)
    assert code == 1, words
    assert "BROKEN" in words


def test_every_contract_says_in_its_name_what_it_keeps_apart():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    names = [contract["name"] for contract in contracts]
    assert len(set(names)) == len(names)
