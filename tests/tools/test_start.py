"""What ./start does with its words once all is set up: tried on a copy whose Python only tells what it was asked."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ECHO = """#!/bin/sh
printf '%s\\n' "$PWD" "$PYTHONPATH" "${QT_QPA_PLATFORM:-}" "$@"
"""

Start = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program folder, with a space in its name, in which everything seems set up."""
    folder = tmp_path / "解 纷"
    env = folder / ".venv"
    (env / "bin").mkdir(parents=True)
    (folder / ".ci").mkdir()
    for module in ("ui", "app", "tests/tour"):
        (folder / module).mkdir(parents=True)
        (folder / module / "__main__.py").touch()
    for name in ("start", "requirements.lock", ".ci/requirements.lock", ".ci/checks", ".ci/setup.py"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "requirements.lock", env / "run.done")
    shutil.copy(ROOT / ".ci/requirements.lock", env / "dev.done")
    for part in ("qt", "screen", "tools", "build"):
        (env / f"{part}.done").touch()
    python = env / "bin" / "python"
    python.write_text(ECHO)
    python.chmod(0o755)
    return folder


@pytest.fixture
def start(program: Path, tmp_path: Path) -> Start:
    """Runs ./start from another folder, under a bare environment."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(program / "start"), *words]
        variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment}
        return subprocess.run(
            command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
        )

    return run


def test_command_line_gets_its_words_untouched_and_stands_where_the_user_stands(
    start: Start, program: Path, tmp_path: Path
):
    done = start("cli", "--json", "find", "张 三", "*")
    assert done.stdout.splitlines() == [
        *(str(tmp_path), str(program), "", "-P", "-m", "app"),
        *("--json", "find", "张 三", "*"),
    ]
    assert done.stderr == ""


def test_start_through_a_link_finds_its_folder(program: Path, tmp_path: Path):
    link = tmp_path / "link"
    link.symlink_to(program / "start")
    done = subprocess.run([link, "cli"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert str(program) in done.stdout


def test_window_opens_on_a_display(start: Start):
    done = start(WAYLAND_DISPLAY="wayland-0")
    assert done.stdout.splitlines()[-3:] == ["-P", "-m", "ui"]


def test_without_a_display_the_sentence_names_the_tour(start: Start):
    done = start()
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有图形桌面" in done.stderr
    assert "./start tour" in done.stderr


def test_a_display_that_is_gone_is_said_so(start: Start):
    done = start(DISPLAY=":987")
    assert (done.returncode, done.stdout) == (2, "")
    assert "连不上屏幕 :987" in done.stderr


def test_tour_needs_no_screen_and_leaves_its_pictures_in_the_program_folder_or_where_told(
    start: Start, program: Path
):
    assert start("tour").stdout.splitlines()[2:] == ["offscreen", "-P", "-m", "tests.tour", f"{program}/tour"]
    assert start("tour", "here").stdout.splitlines()[-1] == "here"


def test_words_after_test_go_to_pytest_alone(start: Start):
    done = start("test", "tests/rules", "-k", "clock or term")
    assert done.stdout.splitlines()[3:] == ["-m", "pytest", "tests/rules", "-k", "clock or term"]


def test_build_runs_beside_what_it_builds_from(start: Start, program: Path):
    assert start("build").stdout.splitlines()[2:] == ["", f"{program}/.ci/build.py"]


def test_demo_opens_both_windows_on_a_screen_and_makes_the_offices_without_one(start: Start):
    assert start("demo", "甲", WAYLAND_DISPLAY="wayland-0").stdout.splitlines()[-4:] == [
        "app",
        "trial",
        "--open",
        "甲",
    ]
    done = start("demo", "甲")
    assert (done.returncode, done.stdout.splitlines()[-3:]) == (2, ["app", "trial", "甲"])
    assert "没有图形桌面" in done.stderr


def test_bench_gets_its_words(start: Start):
    assert start("bench", "search", "--quick").stdout.splitlines()[-4:] == [
        "-m",
        "bench",
        "search",
        "--quick",
    ]


def test_an_unknown_verb_is_refused_with_the_list_of_verbs(start: Start):
    done = start("strat")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有这个命令：strat" in done.stderr
    assert "./start [命令]" in done.stderr
    assert start("--help").returncode == 0


@pytest.mark.parametrize(
    ("version", "words"),
    [("3.10", "这台电脑上只有 3.10"), ("3.14", "这台电脑上只有 3.14"), ("", "没有找到 Python")],
)
def test_an_unsuitable_python_gets_a_sentence(
    start: Start, program: Path, tmp_path: Path, version: str, words: str
):
    (program / ".venv/run.done").unlink()
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "readlink", "cmp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    if version:
        python = tools / "python3"
        python.write_text(f"#!/bin/sh\necho {version}\n")
        python.chmod(0o755)
    done = start("cli", PATH=str(tools))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "JIEFEN_PYTHON" in done.stderr


def test_what_set_up_prints_never_reaches_stdout(start: Start, program: Path):
    (program / ".venv/run.done").unlink()
    (program / ".ci/setup.py").write_text("print('pip talks')\n")
    done = start("cli", "--json", JIEFEN_PYTHON=shutil.which("python3") or "")
    assert "pip talks" in done.stderr
    assert "pip talks" not in done.stdout


def test_a_failed_set_up_ends_the_start_with_its_code(start: Start, program: Path):
    (program / ".venv/dev.done").write_text("older lock")
    (program / ".ci/setup.py").write_text("import json, sys\nprint(json.dumps(sys.argv[1:]))\nsys.exit(2)\n")
    done = start("tour", JIEFEN_PYTHON=shutil.which("python3") or "")
    assert (done.returncode, done.stdout) == (2, "")
    assert json.loads(done.stderr) == ["run", "qt", "dev"]


def test_all_checks_run_and_pytest_comes_last(start: Start):
    done = start("test")
    steps = [line for line in done.stdout.splitlines() if line.startswith("== ")]
    assert done.returncode == 0
    assert steps[:3] == ["== format", "== lint", "== types"]
    assert steps[-1] == "== tests"


def test_a_check_that_fails_hides_none_of_the_others_and_fails_the_whole(start: Start, program: Path):
    (program / ".venv/bin/python").write_text('#!/bin/sh\ncase "$*" in *"ruff check"*) exit 1 ;; esac\n')
    done = start("test")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "== tests"
    assert done.stderr.strip() == "没有通过：lint"
