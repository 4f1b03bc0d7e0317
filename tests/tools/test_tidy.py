"""What may stand in the repository, and what may not."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    *(
        ".ci",
        ".gitignore",
        "CHANGELOG.md",
        "README.md",
        "app",
        "bench",
        "build.spec",
        "db",
        "docs",
        "pyproject.toml",
    ),
    *("requirements.lock", "resources", "start", "tests", "ui"),
}
MOST_LINES = 500


@cache
def tracked() -> list[Path]:
    """The files that git keeps and that are there."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [path for path in map(ROOT.joinpath, names) if path.is_file()]


def lines_with(pattern: str) -> list[str]:
    """Where the pattern stands in any text file: path, line number, what was found."""
    wanted = re.compile(pattern.encode())
    found: list[str] = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.splitlines(), 1):
            found += [
                f"{path.relative_to(ROOT)}:{number}: {hit.group().decode()}" for hit in wanted.finditer(line)
            ]
    return found


def test_no_file_names_a_package_registry():
    hosts = [
        "pypi",
        "pythonhosted",
        "debian",
        "ubuntu",
        "npmjs",
        "yarnpkg",
        "jsdelivr",
        "unpkg",
        "aliyun",
        "tuna",
    ]
    assert lines_with(rf"(?i)(https?://|\b)[\w.-]*\b({'|'.join(hosts)})\.(org|com|io|cn|net|edu)\b") == []
    assert lines_with(r"(?i)--(extra-)?index[-]url|--find[-]links|--trusted[-]host") == []


def test_no_file_names_a_folder_of_somebodys_machine():
    assert lines_with(r"(?<![\w.~$}-])/(work|root|home/[a-z]\w*|Users/[A-Za-z]\w*)(/|\b)") == []


def test_no_source_file_is_longer_than_a_reader_bears():
    suffixes = {".py", ".sh", ".qss", ".spec", ""}
    sources = [path for path in tracked() if path.suffix in suffixes and b"\0" not in path.read_bytes()]
    lengths = {str(path.relative_to(ROOT)): path.read_bytes().count(b"\n") for path in sources}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_the_top_of_the_repository_holds_what_the_plan_draws_and_no_more():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - TOP == set()


def test_the_change_log_knows_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first
    assert first.group(1) == version


def test_the_readme_begins_with_the_commands_and_links_to_what_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    beginning = "\n".join(readme.splitlines()[:30])
    assert [verb for verb in ("./start", "./start test", "./start tour") if verb not in beginning] == []
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
