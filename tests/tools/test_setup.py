"""How ./start prepares a computer: interrupted, twice at once, without rights, without packages."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program whose locks are empty: set-up is real but needs no network."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/setup.py", tmp_path / ".ci")
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / ".ci/requirements.lock").write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def setup(folder: Path) -> ModuleType:
    """The set-up program of that folder."""
    spec = importlib.util.spec_from_file_location("jiefen_setup", folder / ".ci/setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def begin(folder: Path) -> subprocess.Popen[str]:
    """Starts the set-up in a process group of its own."""
    command = [sys.executable, str(folder / ".ci/setup.py"), "run"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_set_up_survives_a_kill_and_a_second_start_at_the_same_time(folder: Path):
    mark = folder / ".venv/run.done"
    with begin(folder) as killed:
        while not (folder / ".venv/bin").exists():
            assert killed.poll() is None
        os.killpg(killed.pid, signal.SIGKILL)
    assert not mark.exists()

    with begin(folder) as one, begin(folder) as other:
        words = [one.communicate()[1], other.communicate()[1]]
    assert [one.returncode, other.returncode] == [0, 0], words
    assert sum("首次约下载" in text for text in words) == 1
    assert mark.read_bytes() == (folder / "requirements.lock").read_bytes()
    assert (
        subprocess.run([folder / ".venv/bin/python", "-m", "pip", "--version"], check=False).returncode == 0
    )


@pytest.fixture
def calls(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the set-up does to the environment, in order; nothing is really made."""
    log: list[str] = []

    def make() -> None:
        log.append("make")
        shutil.rmtree(setup.ENV, ignore_errors=True)
        (setup.ENV / "bin").mkdir(parents=True)
        setup.PYTHON.touch()

    monkeypatch.setattr(setup, "make_environment", make)
    monkeypatch.setattr(setup, "pip", lambda *words: log.append(" ".join(words)))
    monkeypatch.setattr(setup, "surplus", list)
    monkeypatch.setattr(setup, "provide_packages", lambda parts: log.append(f"packages {sorted(parts)}"))
    monkeypatch.setattr(setup, "try_qt", lambda: log.append("qt"))
    return log


def test_what_is_whole_is_left_alone(setup: ModuleType, calls: list[str]):
    setup.provide({"run", "dev", "qt"})
    calls.clear()
    setup.provide({"run", "dev", "qt"})
    assert calls == ["packages []"]


def test_a_new_lock_updates_the_environment_in_place_and_takes_out_what_is_named_no_more(
    setup: ModuleType, calls: list[str], monkeypatch: pytest.MonkeyPatch
):
    setup.provide({"run"})
    setup.LOCKS["run"].write_text("six==1.0\n")
    monkeypatch.setattr(setup, "surplus", lambda: ["old"])
    calls.clear()
    setup.provide({"run"})
    assert calls == ["packages ['run']", f"install --no-deps -r {setup.LOCKS['run']}", "uninstall -y old"]
    assert setup.is_whole("run")


def test_an_update_that_failed_is_made_anew_next_time(
    setup: ModuleType, calls: list[str], monkeypatch: pytest.MonkeyPatch
):
    setup.provide({"run"})
    setup.LOCKS["run"].write_text("six==1.0\n")

    def refuse(*_words: str) -> None:
        raise setup.SetupError("依赖没有装全")

    with monkeypatch.context() as broken:
        broken.setattr(setup, "pip", refuse)
        assert setup.main(["run"]) == 2
    assert not (setup.ENV / "run.done").exists()
    calls.clear()
    assert setup.main(["run"]) == 0
    assert calls[1] == "make"


def test_a_python_that_is_gone_means_a_new_environment(setup: ModuleType, calls: list[str]):
    setup.provide({"run", "dev", "qt"})
    setup.PYTHON.unlink()
    setup.PYTHON.symlink_to("/no/such/python3.11")
    calls.clear()
    setup.provide({"run", "dev", "qt"})
    assert "make" in calls
    assert calls[-1] == "qt"


def missing(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool, apt: bool) -> list[list[str]]:
    """A computer that lacks a library and a tool. Returns the list of installations asked for."""
    asked: list[list[str]] = []
    have = {"apt-get": apt, "sudo": True, "unzip": False}
    monkeypatch.setattr(setup, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(setup.shutil, "which", lambda name: name if have.get(name, True) else None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(setup, "apt_install", asked.append)
    return asked


def test_root_gets_system_packages_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch):
    asked = missing(setup, monkeypatch, root=True, apt=True)
    with pytest.raises(setup.SetupError):  # the stand-in installs nothing, so they are missing still
        setup.provide_packages({"qt", "tools"})
    assert asked == [["libegl1", "unzip"]]


def test_a_build_needs_the_binary_tools_and_python_as_a_library(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    monkeypatch.setattr(setup.ctypes.util, "find_library", lambda _name: None)
    monkeypatch.setattr(setup.sysconfig, "get_config_var", lambda _name: "/nowhere")
    python = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    assert setup.packages_missing({"build"}) == (["binutils", python], [])


def test_others_get_the_exact_command(setup: ModuleType, monkeypatch: pytest.MonkeyPatch):
    asked = missing(setup, monkeypatch, root=False, apt=True)
    with pytest.raises(setup.SetupError) as told:
        setup.provide_packages({"qt", "tools"})
    assert told.value.args[-1].strip() == "sudo sh -c 'apt-get update && apt-get install -y libegl1 unzip'"
    assert asked == []


def test_tools_that_only_tests_want_stop_nobody(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    missing(setup, monkeypatch, root=False, apt=True)
    setup.provide_packages({"tools"})
    assert "apt-get install -y unzip" in capsys.readouterr().err


def test_another_linux_hears_which_components_it_lacks(setup: ModuleType, monkeypatch: pytest.MonkeyPatch):
    missing(setup, monkeypatch, root=True, apt=False)
    with pytest.raises(setup.SetupError, match="libegl1"):
        setup.provide_packages({"qt"})


def test_a_folder_that_the_user_may_not_write_gets_a_sentence(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(setup.os, "access", lambda _path, _mode: False)
    assert setup.main(["run"]) == 2
    assert "不能写程序所在的文件夹" in capsys.readouterr().err


def test_who_may_not_write_a_program_that_is_set_up_may_still_use_it(
    setup: ModuleType, calls: list[str], monkeypatch: pytest.MonkeyPatch
):
    setup.provide({"run"})
    calls.clear()
    monkeypatch.setattr(setup.os, "access", lambda _path, _mode: False)
    assert setup.main(["run", "qt", "screen"]) == 0
    assert calls == ["packages ['qt', 'screen']"]
    assert not (setup.ENV / "screen.done").exists()
