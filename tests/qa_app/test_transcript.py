"""The quick ring tells the truth: a command prints the same in the tests' own process as in one of its own."""

from pathlib import Path

from tests.conftest import Pincite

KABUL = "kabul-process-2017"
COMMANDS = (
    (),
    ("--help",),
    ("--version",),
    ("no-such-command",),
    ("documents",),
    ("documents", "--json"),
    ("documents", "--no-such-option"),
    ("show", KABUL),
    ("show", KABUL, "3"),
    ("show", KABUL, "3", "--json"),
    ("show", KABUL, "99"),
    ("show", "no-such-document"),
    ("check", "Peace and Reconciliation requires a broader consensus"),
    ("check", "Peace requires a broader consensus", "--json"),
    ("check", "-"),
    ("check", ""),
    ("export", KABUL),
    ("export", KABUL, "--to", "markdown"),
    ("add", "--no-encode", "no-such-file.txt"),
    ("remove", "no-such-document", "--yes"),
    ("remove", KABUL, "--yes", "--json"),
    ("documents",),
)


def test_a_command_prints_the_same_in_process_and_as_a_process(
    pincite: Pincite, pincite_process: Pincite, tmp_path: Path
) -> None:
    """Its exit code, what it prints and what it complains of, one command after the other over a library each."""
    differing = []
    for arguments in COMMANDS:
        told = []
        for name, run in (("within", pincite), ("apart", pincite_process)):
            library = str(tmp_path / name)
            done = run(*arguments, stdin="Peace is at hand.\n", PINCITE_LIBRARY=library)
            told.append((done.returncode, done.stdout.replace(library, "DIR"), done.stderr.replace(library, "DIR")))
        if told[0] != told[1]:
            differing.append((arguments, *told))

    assert differing == []


def test_the_commands_of_the_transcript_end_in_every_way(pincite: Pincite) -> None:
    """Fine, something found, and could not be done: else the transcript compares nothing that matters."""
    codes = {pincite(*arguments, stdin="Peace is at hand.\n").returncode for arguments in COMMANDS}

    assert codes == {0, 1, 2}
