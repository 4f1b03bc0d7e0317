"""What ./start needs on this computer: the virtual environment and the few system packages.

Called by ./start with the names of the parts wanted, when one of them is not in place:

    run     .venv with the packages of requirements.lock: the program
    dev     on top of that .ci/requirements.lock: tests and the tools that check the code
    qt      the system libraries without which Qt does not load
    screen  those it needs on top for a real display
    tools   age, zstd, openssl, unzip: with them tests open a bundle as a stranger would
    build   what takes programs apart and together: ./start build

Runs on a bare Python of the system, so the standard library is all it may use. Each part leaves a mark
`.venv/NAME.done` when it is whole, for the environment a copy of the lock file: whatever is interrupted leaves
no mark and is done again.
"""

import contextlib
import ctypes
import ctypes.util
import fcntl
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV = ROOT / ".venv"
PYTHON = ENV / "bin" / "python"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / ".ci" / "requirements.lock"}

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libatomic.so.1": "libatomic1",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}
TOOLS = ("age", "zstd", "openssl", "unzip")
BINUTILS = ("objcopy", "objdump", "strip")


class SetupError(Exception):
    """Stops the set-up; its arguments are the lines that the person at the keyboard reads."""


def say(*lines: str) -> None:
    """Tells the person at the keyboard, never stdout: that belongs to the program."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library: tried, not guessed from package lists."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def packages_missing(parts: set[str]) -> tuple[list[str], list[str]]:
    """Debian packages that nothing goes on without, and those that only a few tests miss."""
    needed: list[str] = []
    if "run" in parts and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        needed.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    wanted: dict[str, str] = {}
    if "qt" in parts:
        wanted |= QT_LIBRARIES
    if "screen" in parts:
        wanted |= SCREEN_LIBRARIES
    needed += [package for library, package in wanted.items() if not loads(library)]
    if "build" in parts:
        needed += build_missing()
    wished = [tool for tool in TOOLS if "tools" in parts and not shutil.which(tool)]
    return needed, wished


def build_missing() -> list[str]:
    """Debian packages that a build needs: the tools, and Python as a library (Debian's own program is linked without)."""
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    beside = Path(str(sysconfig.get_config_var("LIBDIR"))) / f"lib{python}.so.1.0"
    needed = [] if all(map(shutil.which, BINUTILS)) else ["binutils"]
    return needed + ([] if ctypes.util.find_library(python) or beside.exists() else [f"lib{python}"])


def apt_install(packages: list[str]) -> bool:
    """Installs Debian packages as root. A fresh system has no package lists yet: they are fetched then."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    install = ["apt-get", "install", *options, "--no-install-recommends", *packages]

    def apt(command: list[str], out: int) -> bool:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
        )
        return done.returncode == 0

    return apt(install, subprocess.DEVNULL) or (
        apt(["apt-get", "update", *options], subprocess.DEVNULL) and apt(install, sys.stderr.fileno())
    )


def command_for(packages: list[str]) -> str:
    """The line that an administrator pastes to install the packages."""
    install = f"apt-get update && apt-get install -y {' '.join(packages)}"
    if shutil.which("sudo"):
        return f"sudo sh -c {shlex.quote(install)}"
    return f"su - -c {shlex.quote(install)}"


def provide_packages(parts: set[str]) -> None:
    """Sees to the system packages: as root by installing them, else by the exact command.

    Raises:
        SetupError: the program cannot run without them, and they could not be installed here.
    """
    needed, wished = packages_missing(parts)
    if not needed and not wished:
        return
    names = " ".join(needed + wished)
    if not shutil.which("apt-get"):
        if needed:
            raise SetupError(
                f"缺少系统组件（Debian 的叫法）：{names}。",
                "这不是 Debian 或 Ubuntu，请用本系统的软件管理器装上相应的组件，再运行 ./start。",
            )
        say(f"没有 {names}：用到它们的几项测试将跳过。")
        return
    if os.geteuid() == 0:
        say(f"正在安装系统组件：{names} ……")
        apt_install(needed + wished)
        needed, wished = packages_missing(parts)
        names = " ".join(needed + wished)
    if needed:
        raise SetupError(
            f"缺少系统组件：{names}。",
            "请由管理员运行下面这一行，再运行 ./start：",
            f"  {command_for(needed + wished)}",
        )
    if wished:
        say(f"没有 {names}：用到它们的几项测试将跳过。安装：", f"  {command_for(wished)}")


def pip(*arguments: str) -> None:
    """Runs pip of the environment; the person's own settings (proxy, mirror) hold.

    Raises:
        SetupError: pip did not succeed.
    """
    quiet = [] if sys.stderr.isatty() else ["-q"]
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *quiet, *arguments]
    if subprocess.run(command, stdout=sys.stderr.fileno(), stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(
            "依赖没有装全（pip 的原因见上面）。",
            "请检查网络或代理（HTTPS_PROXY）、软件源（pip config）和磁盘空间，再运行 ./start。",
        )


def normal(name: str) -> str:
    """A package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(*parts: str) -> set[str]:
    """Names of the packages that the locks list."""
    lines = [line for part in parts for line in LOCKS[part].read_text(encoding="utf-8").splitlines()]
    return {normal(line.split("==")[0]) for line in lines if "==" in line and not line.startswith("#")}


def surplus() -> list[str]:
    """Packages in the environment that no lock names any more."""
    listing = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"]
    out = subprocess.run(listing, capture_output=True, text=True, check=False).stdout
    have = {normal(line.split("==")[0]) for line in out.splitlines() if "==" in line}
    return sorted(have - locked("run", "dev") - {"pip", "setuptools", "wheel"})


def is_whole(part: str) -> bool:
    """Whether the environment holds exactly what this part's lock says."""
    mark = ENV / f"{part}.done"
    return PYTHON.exists() and mark.exists() and mark.read_bytes() == LOCKS[part].read_bytes()


def is_usable() -> bool:
    """Whether there is an environment to build on: finished once, and its Python still there."""
    return PYTHON.exists() and (ENV / "run.done").exists()


def make_environment() -> None:
    """Makes .venv from nothing, on the interpreter's own file: an upgrade of the system's Python is noticed."""
    if ENV.is_symlink() or ENV.is_file():
        ENV.unlink()
    elif ENV.exists():
        shutil.rmtree(ENV)
    interpreter = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    made = subprocess.run([interpreter, "-m", "venv", str(ENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SetupError("虚拟环境没有建成：", made.stdout + made.stderr)


def provide_environment(part: str) -> None:
    """Brings .venv to what the lock of a part says.

    An environment that was whole before is brought up to date in place; one without its mark, or whose Python
    is gone, is made anew.
    """
    mark = ENV / f"{part}.done"
    if not is_usable():
        say("正在准备运行环境（首次约下载 300 MB，只需一次）……")
        make_environment()
    elif part == "run":
        say("程序已更新：正在更新运行环境……")
    else:
        say("正在准备测试所需的工具……")
    mark.unlink(missing_ok=True)
    pip("install", "--no-deps", "-r", str(LOCKS[part]))
    if part == "run" and (extra := surplus()):
        pip("uninstall", "-y", *extra)
    partial = mark.with_suffix(".part")
    partial.write_bytes(LOCKS[part].read_bytes())
    partial.replace(mark)


def try_qt() -> None:
    """Loads Qt for real, once, so that a library nobody thought of is named here and not by a crash.

    Raises:
        SetupError: Qt does not load.
    """
    code = "from PySide6 import QtGui, QtPdf, QtPrintSupport, QtSvg, QtWidgets; QtWidgets.QApplication([])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    tried = subprocess.run(
        [str(PYTHON), "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    if tried.returncode:
        reason = (tried.stderr.strip().splitlines() or [f"退出码 {tried.returncode}"])[-1]
        raise SetupError(f"图形组件 Qt 没有启动起来：{reason}", "请把上面这一行告诉技术支持。")


def provide(parts: set[str]) -> None:
    """Puts the parts in place, one start at a time.

    Where somebody else installed the program, a user still learns which system packages are missing.
    """
    if not os.access(ROOT, os.W_OK):
        if not all(is_whole(part) for part in parts & set(LOCKS)):
            raise SetupError(
                f"运行环境还没有准备好，而您不能写程序所在的文件夹 {ROOT}。",
                "请由装程序的人先运行一次 ./start。",
            )
        provide_packages(parts - set(LOCKS))
        return
    with turn():
        provide_in_turn(parts)


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """Holds the program's folder until the set-up is done: the lock dies with its process and leaves no file."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个 ./start 正在准备运行环境，等它完成……")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def provide_in_turn(parts: set[str]) -> None:
    """Puts in place what is missing now: another start may have done it meanwhile."""
    todo = {part for part in parts if part in LOCKS and not is_whole(part)}
    todo |= {part for part in parts if part not in LOCKS and not (ENV / f"{part}.done").exists()}
    if not is_usable():
        todo = set(parts)
    provide_packages(todo)
    for part in ("run", "dev"):
        if part in todo:
            provide_environment(part)
    if "qt" in todo:
        try_qt()
    for part in todo - set(LOCKS):
        (ENV / f"{part}.done").touch()
    if "run" in todo:
        say("运行环境已准备好。")


def main(parts: list[str]) -> int:
    """Returns the exit code of ./start: 2 for what a person can put right."""
    try:
        provide({"run", *parts})
    except SetupError as error:
        say(*error.args)
        return 2
    except KeyboardInterrupt:
        say("", "已中断。再运行 ./start 会接着准备。")
        return 130
    except OSError as error:
        say(f"运行环境没有准备好：{error}。", "请检查磁盘空间和文件夹的权限，再运行 ./start。")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
