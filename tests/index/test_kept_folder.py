"""A folder that is made once: whole or not there, whatever happens meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.encoders.cache import is_whole, kept_folder
from index.errors import EncoderUnavailable

WORDS = "weights"


def write(folder: Path) -> None:
    (folder / "inside").mkdir()
    (folder / "inside" / "model").write_text(WORDS)
    (folder / "settings").write_text("{}")


def refuse(folder: Path) -> None:
    raise AssertionError(f"{folder} was made again")


def run(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A process in which `cache` is the first argument."""
    start = "import os, sys, time; from pathlib import Path; from index.encoders.cache import kept_folder\n"
    command = [sys.executable, "-c", f"{start}cache = Path(sys.argv[1])\n{code}", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_is_made_once(tmp_path: Path) -> None:
    """The cache's own folder is made too, and the second call only looks."""
    first = kept_folder(tmp_path / "cache", "model", write)
    second = kept_folder(tmp_path / "cache", "model", refuse)

    assert first == second == tmp_path / "cache" / "model"
    assert (first / "inside" / "model").read_text() == WORDS
    assert sorted(path.name for path in first.parent.iterdir()) == ["model", "model.lock"]


@pytest.mark.parametrize("damage", ["missing", "shorter", "other words", "manifest"])
def test_damage_is_noticed_and_mended(tmp_path: Path, damage: str) -> None:
    """A file that is not there, of another size, of the same size with other words; a manifest that is no JSON."""
    folder = kept_folder(tmp_path, "model", write)
    model = folder / "inside" / "model"
    if damage == "missing":
        model.unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("[1]")
    else:
        model.write_text(WORDS[1:] if damage == "shorter" else WORDS.upper())

    found = is_whole(folder)
    kept_folder(tmp_path, "model", write)

    assert not found
    assert model.read_text() == WORDS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "model.lock"]


def test_a_copy_with_other_times_is_whole(tmp_path: Path) -> None:
    """Where only a time differs the SHA-256 decides."""
    folder = kept_folder(tmp_path, "model", write)
    os.utime(folder / "settings", (0, 0))

    assert kept_folder(tmp_path, "model", refuse) == folder


def test_every_byte_is_compared_when_asked(tmp_path: Path) -> None:
    """Damage that keeps size and time goes unnoticed at a start, and is found by a full check."""
    folder = kept_folder(tmp_path, "model", write)
    model = folder / "inside" / "model"
    time = model.stat().st_mtime_ns
    model.write_text(WORDS.upper())
    os.utime(model, ns=(time, time))

    assert (is_whole(folder), is_whole(folder, fully=True)) == (True, False)


def test_what_was_killed_in_the_middle_leaves_nothing_that_counts(tmp_path: Path) -> None:
    """The next call makes the folder and removes what was left."""
    killed = run(
        "def write(folder):\n"
        "    (folder / 'half').write_text('x')\n"
        "    os._exit(9)\n"
        "kept_folder(cache, 'model', write)",
        str(tmp_path),
    )
    killed.communicate()
    left = (tmp_path / "model").exists()

    kept_folder(tmp_path, "model", write)

    assert (killed.returncode, left) == (9, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "model.lock"]


def test_of_two_at_once_one_writes(tmp_path: Path) -> None:
    """The other waits and takes what was made."""
    code = (
        "def write(folder):\n"
        "    print('written')\n"
        "    time.sleep(1)\n"
        "    (folder / 'model').write_text('x')\n"
        "print((kept_folder(cache, 'model', write) / 'model').read_text())"
    )
    both = [run(code, str(tmp_path)) for _ in range(2)]

    outputs = sorted(started.communicate()[0].split() for started in both)

    assert outputs == [["written", "x"], ["x"]]


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """One sentence, with the setting that names another one."""
    (tmp_path / "file").write_text("mine")

    with pytest.raises(EncoderUnavailable, match=r"cannot be unpacked into .*file/cache: .*PINCITE_CACHE"):
        kept_folder(tmp_path / "file" / "cache", "model", write)


def test_a_full_disk_is_told_and_nothing_half_is_left(tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk."""
    full = run(
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from index.errors import EncoderUnavailable\n"
        "try:\n"
        "    kept_folder(cache, 'model', lambda folder: (folder / 'model').write_bytes(b'x' * 2000))\n"
        "except EncoderUnavailable as error:\n"
        "    print(error)",
        str(tmp_path),
    )

    told, _ = full.communicate()

    assert told.startswith(f"There is no space left to unpack the encoder into {tmp_path} (250 MB)")
    assert [path.name for path in tmp_path.iterdir()] == ["model.lock"]
