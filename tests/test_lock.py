"""The lock file: everything that is installed to use pincite, in one version each, known by its SHA-256."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOR_EVALUATION_ALONE = {"ir-measures", "openpyxl"}


def named(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def locked() -> dict[str, str]:
    """The versions of the lock file by name."""
    text = (ROOT / "requirements.lock").read_text(encoding="ascii")
    hashes = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    entries = re.findall(rf"^([a-z0-9.-]+)==([^ ;]+)[^\n]* \\\n{hashes}", text, re.M)
    assert len(entries) == len(re.findall(r"^\S", text, re.M))  # every one with its hashes, and nothing else
    return {named(name): version for name, version in entries}


def test_what_pincite_needs_is_in_the_lock_file() -> None:
    """All but torch, of which each machine has its own build; and the tools that pincite is built with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {named(re.split(r"[^\w.-]", need)[0]) for need in project["project"]["dependencies"]}

    assert wanted - locked().keys() == {"torch"}
    assert project["build-system"]["requires"] == [f"hatchling=={locked()['hatchling']}"]


def test_what_only_evaluation_needs_is_not() -> None:
    """`pip install .` alone brings none of it."""
    assert locked().keys() & FOR_EVALUATION_ALONE == set()


def test_the_lock_file_has_the_versions_that_tests_run_with() -> None:
    """Those of constraints.txt; beside these, what only other systems need."""
    text = (ROOT / "constraints.txt").read_text(encoding="ascii")
    pinned = {named(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)$", text, re.M)}

    differing = {name: version for name, version in locked().items() if pinned.get(name) != version}

    assert differing.keys() == {"colorama", "httpx2-jsfetch"}
