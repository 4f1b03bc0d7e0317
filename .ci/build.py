"""`./start build`: builds the packaged program into dist/jiefen by build.spec, and tries it as a stranger's computer would.

Tried is: every library finds those it needs, it is not larger than allowed, it says this version, and its own
--self-test passes in an environment without Python, with the first window opened off screen.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "jiefen" / "jiefen"
LARGEST_MB = 240
FROM_THE_SYSTEM = re.compile(r"lib(GL|EGL|GLX|OpenGL|GLdispatch)\.so")
"""The graphics driver's own: they must come from the computer on which the program runs."""


class BuildError(Exception):
    """Stops the build; its arguments are the lines that the person at the keyboard reads."""


def say(*lines: str) -> None:
    """Tells the person at the keyboard."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def pyinstaller() -> None:
    """Runs PyInstaller; what it keeps for the next time stays in build/.

    Raises:
        BuildError: it did not succeed.
    """
    work = ROOT / "build"
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(work)]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places]
    environment = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    done = subprocess.run([*command, str(ROOT / "build.spec")], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise BuildError("PyInstaller 没有打包成功（原因见上面）。")


def megabytes(folder: Path) -> float:
    """What the files of a folder hold together; links count nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1_000_000


def lost_libraries(folder: Path) -> list[str]:
    """Libraries that something in the folder needs and that are neither there nor on this computer."""
    environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(folder / "_internal")}
    lost: set[str] = set()
    for path in folder.rglob("*.so*"):
        if path.is_symlink():
            continue
        told = subprocess.run(
            ["ldd", str(path)], env=environment, capture_output=True, text=True, check=False
        )
        lost |= {f"{name}（{path.name} 需要）" for name in re.findall(r"(\S+) => not found", told.stdout)}
    return sorted(name for name in lost if not FROM_THE_SYSTEM.match(name))


def run(*words: str) -> tuple[int, str]:
    """Exit code and words of the program in a bare environment, in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="jiefen-build-") as home:
        environment = {"HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(PROGRAM), *words], cwd=home, env=environment, capture_output=True, text=True, check=False
        )
        left = [path.name for path in Path(home).iterdir() if path.name not in {".cache", ".config"}]
    if left:
        raise BuildError(f"程序留下了文件：{'、'.join(left)}")
    return done.returncode, done.stdout + done.stderr


def examine() -> None:
    """Tries what was built.

    Raises:
        BuildError: something is not as it must be.
    """
    size = megabytes(PROGRAM.parent)
    say(f"大小 {size:.0f} MB（最多 {LARGEST_MB} MB）")
    if size > LARGEST_MB:
        raise BuildError("超过了允许的大小：请在 build.spec 里去掉用不着的部分。")
    if lost := lost_libraries(PROGRAM.parent):
        raise BuildError("有组件找不到需要的库：", *(f"  {name}" for name in lost))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    code, words = run("--version")
    if code or words.split() != ["解纷", version]:
        raise BuildError(f"打包的程序应是 {version} 版，它说的是：{words.strip()}")
    begin = time.monotonic()
    code, words = run("--self-test")
    say(words.rstrip("\n"))
    if code or "✓ 打开第一个窗口" not in words:
        raise BuildError("打包的程序没有通过自检。")
    say(f"自检用了 {time.monotonic() - begin:.0f} 秒")


def main() -> int:
    """Returns the exit code: 0 when the program stands in dist/jiefen and passed."""
    begin = time.monotonic()
    say("正在打包，要一两分钟……")
    try:
        pyinstaller()
        say(f"打包用了 {time.monotonic() - begin:.0f} 秒")
        examine()
    except BuildError as error:
        say(*error.args)
        return 1
    say(f"打包好的程序：{PROGRAM}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
