"""What a set of requirements needs in turn, read from the packages that are installed."""

from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def closure(texts: list[str], python: str) -> set[str]:
    """Names of all packages that the requirements need on Linux under a Python such as "3.12"."""
    place = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": "x86_64",
    }
    found: set[str] = set()
    todo = [(Requirement(text), "") for text in texts]
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({**place, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        needs = [Requirement(text) for text in requires(requirement.name) or []]
        if name not in found:
            todo += [(need, "") for need in needs]
        todo += [(need, wanted) for wanted in requirement.extras for need in needs if need.marker]
        found.add(name)
    return found
