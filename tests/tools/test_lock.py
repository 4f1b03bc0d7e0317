"""The lock files hold the exact packages, all of them, and say nothing of where they come from."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools.closure import closure

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMED = {"run": PROJECT["project"]["dependencies"], "dev": PROJECT["dependency-groups"]["dev"]}
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / ".ci" / "requirements.lock"}
PYTHONS = ["3.11", "3.12", "3.13"]


def lines(part: str) -> list[str]:
    """The lines of a lock that name a package."""
    text = LOCKS[part].read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def locked(part: str) -> dict[str, str]:
    """Name of each locked package, as pip compares names, with its version."""
    requirements = [Requirement(line) for line in lines(part)]
    return {canonicalize_name(one.name): next(iter(one.specifier)).version for one in requirements}


@pytest.mark.parametrize("part", LOCKS)
def test_each_line_is_a_name_and_a_version_and_nothing_else(part: str):
    line = re.compile(r"""[A-Za-z0-9._-]+==[0-9A-Za-z.+]+(; sys_platform == "win32")?""")
    assert [one for one in lines(part) if not line.fullmatch(one)] == []


@pytest.mark.parametrize("part", NAMED)
def test_what_the_project_names_is_pinned_exactly_and_locked_so(part: str):
    for text in NAMED[part]:
        requirement = Requirement(text)
        assert [clause.operator for clause in requirement.specifier] == ["=="], text
        pinned = next(iter(requirement.specifier)).version
        assert locked(part).get(canonicalize_name(requirement.name)) == pinned, text


def test_the_two_locks_share_no_package():
    assert not set(locked("run")) & set(locked("dev"))


def test_qt_stays_at_the_version_that_old_systems_and_python_3_11_can_bear():
    qt = ("pyside6-essentials", "pyside6-addons", "shiboken6")
    assert {name: locked("run")[name] for name in qt} == dict.fromkeys(qt, "6.9.3")


@pytest.mark.parametrize("python", PYTHONS)
def test_the_locks_hold_all_that_is_needed_and_nothing_more(python: str):
    run = closure(NAMED["run"], python)
    assert run == set(locked("run"))
    assert closure(NAMED["dev"], python) - run == set(locked("dev")) - {"colorama"}


def test_this_environment_is_what_the_locks_say():
    wanted = {**locked("run"), **locked("dev")}
    del wanted["colorama"]  # Windows alone needs it
    assert {name: version(name) for name in wanted} == wanted
