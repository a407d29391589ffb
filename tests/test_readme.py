"""The README and its pages tell the truth: commands print what they say, and figures are those of the reports."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.in_process import run_in_process

ROOT = Path(__file__).parent.parent
ADDRESS = "http://127.0.0.1:7860"
README = (ROOT / "README.md").read_text(encoding="utf-8")
TERMINAL, HOW, QUALITY, SPEED = (
    (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("terminal", "how", "quality", "speed")
)
RESULTS = ROOT / "eval" / "results"
COLUMNS = ("P@1", "R@3", "answered right", "wrongly refused", "wrongly answered")
# Run for minutes or for ever; `serve` is what the server of these tests runs, and the other has a test of its own.
TRIED_ELSEWHERE = {"pincite serve", "pincite bench"}


def transcripts(page: str) -> list[tuple[str, str]]:
    """Every `$ command` in a console block, with what is printed below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = entry.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="session")
def readme_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme") / "library"


@pytest.mark.slow
@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize(
    ("command", "output"),
    [each for page in (README, TERMINAL, HOW) for each in transcripts(page)],
    ids=lambda value: value[:60],
)
def test_a_command_of_a_page_prints_what_the_page_says(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, readme_library: Path, command: str, output: str
) -> None:
    """Within this process, which has the models; where nothing is asked, pipes are those of a new shell."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PINCITE_LIBRARY": str(readme_library)}
    if command.startswith("pincite eval"):
        # That it measures is shown here, how well the models do by the gate. A library keeps to one encoder.
        environment |= {"PINCITE_ENCODER": "hashing", "PINCITE_LIBRARY": f"{readme_library}-hashing"}
    server = request.getfixturevalue("server").address if ADDRESS in command else ""
    here = command.replace(ADDRESS, server)
    monkeypatch.chdir(ROOT)

    printed = ""
    for stage in here.split(" | ") if "pincite ask " in here else [here]:
        if stage.startswith("pincite ") and "|" not in stage:
            result = run_in_process(shlex.split(stage)[1:], printed, environment)
        else:
            result = subprocess.run(
                stage, shell=True, input=printed, capture_output=True, text=True, env=environment, timeout=900
            )
        assert result.returncode == 0
        printed = result.stdout

    assert printed != ""
    if output:
        assert printed == output


def test_the_page_about_the_terminal_names_every_command() -> None:
    """The table of commands and the command line know the same ones."""
    from qa_app.cli import COMMANDS

    named = set(re.findall(r"^\| `pincite (\w+)", TERMINAL, re.MULTILINE))

    assert named == set(COMMANDS)


def test_the_targets_that_the_readme_names_are_there() -> None:
    """`make help` lists each of them."""
    listed = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout

    for target in set(re.findall(r"`make (\w+)`", README + QUALITY + SPEED)) - {"help"}:
        assert re.search(rf"^  make {target} ", listed, re.MULTILINE)


def test_the_figures_of_the_shipped_set_are_those_of_the_report() -> None:
    """Every row of the table, to the digit, and what the README takes from it."""
    report = json.loads((RESULTS / "kabul-process-2017.json").read_text())
    rows = {name: system["splits"]["test"] for name, system in report["systems"].items()}
    first, _, right, _, wrongly = (_cell(rows["pincite"][column]).partition(" ")[0] for column in COLUMNS)

    for row in rows.values():
        assert f"| {' | '.join(_cell(row[column]) for column in COLUMNS)} |" in QUALITY
    said = f"comes first for {first}, {right} are answered right, and {wrongly} of the unanswerable are answered all"
    assert said in " ".join(README.split())


def test_the_segmentation_table_is_that_of_the_report() -> None:
    """Every row of it, to the digit."""
    report = json.loads((RESULTS / "segmentation.json").read_text())

    for gold in report["sets"]:
        for kind, of in gold["kinds"].items():
            shares = [
                f"{of[name]:.3f} [{low:.2f}, {high:.2f}]"
                for name in ("recall", "precision", "exact", "equal")
                for _, low, high in [of["per file"][name]]
            ]
            row = (f"{gold['set']}, {kind}", str(of["files"]), f"{of['paragraphs']:,}", *shares)
            assert f"| {' | '.join(row)} |" in QUALITY


def test_the_quotations_table_is_that_of_the_report() -> None:
    """Every set, to the digit, and so are the speeds, and what the README takes from it."""
    speeds = {row["name"]: row for row in json.loads((RESULTS / "bench_quotes.json").read_text())["rows"]}
    p50, p95 = (speeds[f"quotation {share}, in 10,000 paragraphs"] for share in ("p50", "p95"))
    sets = json.loads((RESULTS / "quotes.json").read_text())["sets"]
    passed = [sum(wrong["sound"] and not wrong["sound that is right"] for wrong in of["wrong"]) for of in sets]

    for of, unsound in zip(sets, passed, strict=True):
        shares = (_to_the_thousandth(of["all"].get(name)) for name in sets[0]["all"])
        row = (of["set"].replace("_", "\\_"), str(of["quotations"]), *shares, str(unsound), str(of["ms"]["p95"]))
        assert f"| {' | '.join(row)} |" in QUALITY
    said = f"takes {p50['value']:.0f} ms ({p95['value']:.0f} ms at the 95th percentile)"
    assert said in " ".join(SPEED.split())
    assert f"quotecheck takes {p50['baseline_value'] / 1000:.0f} s over the same text" in " ".join(SPEED.split())
    said = (
        f"of {sets[0]['quotations']} quotations made from the shipped statement, sound and unsound, {passed[0]} unsound"
    )
    assert f"{said} ones are" in " ".join(README.split())


def _to_the_thousandth(figure: dict[str, float] | None) -> str:
    return f"{figure['mean']:.3f} [{figure['low']:.2f}, {figure['high']:.2f}]" if figure else "–"


def test_the_standing_table_is_that_of_the_report() -> None:
    """Every set, to the digit, and the report is what was measured."""
    from eval.standing.standing import read_table

    for row in read_table(RESULTS / "standing.json").values():
        if "systems" not in row:
            continue
        ours, *others = (row["systems"][name] for name in ("pincite", "BM25", "paragraph vectors"))
        figures = ("P@1", "R@10", "answered right", "wrongly refused", "wrongly answered", "AUC")
        cells = [_cell(ours[name]) if ours.get(name, {}).get("n") else "–" for name in figures]
        cells += [_cell(other["P@1"]).partition(" ")[0] for other in others]
        n = f"{row['n']:,}" if row["n"] == row["of"] else f"{row['n']:,} of {row['of']:,}"
        assert f"| {' | '.join((row['title'], n, *cells))} |" in QUALITY


def test_the_pages_of_results_are_those_of_the_reports() -> None:
    """Beside each report lies what it says as Markdown, every table to the digit."""
    from eval.pages.alone import markdown
    from eval.pages.kept_reports import shown_report

    for path in RESULTS.glob("*.json"):
        pages = (path.with_suffix(".md").read_text(encoding="utf-8"), markdown(shown_report(path)))
        kept, made = ([line for line in page.splitlines() if line.startswith("|")] for page in pages)
        assert kept == made, path.name


def test_the_ratios_are_those_of_the_benchmark() -> None:
    """Of encoding, of a question, also in a larger collection, and of the API beside the chat's own route."""
    report = json.loads((RESULTS / "bench.json").read_text())
    rows = {row["name"]: row["ratio"] for row in report["rows"]}
    values = {row["name"]: row["value"] for row in report["rows"]}
    routes = [row["ratio"] for row in json.loads((RESULTS / "bench_http.json").read_text())["rows"]]
    precision = report["precision"]
    words = " ".join(SPEED.split())

    assert f"Encoding in {precision} runs at {rows[f'encoding in {precision}']:.1f} times the speed" in words
    assert f"a question takes {rows['question p50, in process']:.1f} times as long" in words
    assert f"as long as encoding it, {values['question p50, in process']:.0f} ms for half" in words
    small, large = (values[f"a question over {size} paragraphs"] for size in (12, 807))
    assert f"Among 807 paragraphs of official documents, which are longer, it takes {large / small:.1f} times" in words
    assert f"[{int(min(routes))} times as many look-ups a second]" in words
    assert json.loads((RESULTS / "bench_load.json").read_text())["failed_or_mixed_up"] == "0"


def _cell(figure: dict[str, float]) -> str:
    mean, low, high = (f"{figure[name]:.2f}".removeprefix("0") for name in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}]"


def test_the_box_does_what_make_run_does() -> None:
    """It installs by the Makefile and starts a command that there is, with options that it knows."""
    from qa_app.commands.serve import command

    page = (ROOT / "Containerfile").read_text(encoding="utf-8")
    started = json.loads(re.search(r"^CMD (.*)$", page, re.MULTILINE)[1])  # type: ignore[index]

    assert re.search(r"^RUN make install$", page, re.MULTILINE)
    assert started[:2] == [".venv/bin/pincite", "serve"]
    assert command.make_context("serve", started[2:]).params["host"] == "0.0.0.0"


def test_what_a_page_links_to_is_there() -> None:
    """Files, and headings of pages; what lies elsewhere on the web is not looked at."""
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)|<img src=\"([^\"]+)\"", page.read_text(encoding="utf-8")):
            path, _, heading = "".join(target).partition("#")
            file = page.parent / path if path else page
            assert file.exists(), f"{page.name}: {path}"
            headings = re.findall(r"^#+ (.*)", file.read_text(encoding="utf-8"), re.MULTILINE) if heading else ()
            assert heading in {"", *(re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings)}


def test_the_files_that_contributing_names_are_there() -> None:
    """Whoever follows a journey through the files finds each of them, whether named in full or within its room."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+/(?:\w+\.\w+)?)`", page)) - {"build/"}
    rooms = [ROOT, *(ROOT / room for room in ("corpus", "index", "qa_app", "eval"))]

    assert {name for name in named if not any((room / name).exists() for room in rooms)} == set()
