"""The Evaluation pages without a browser: their figures are the reports', and what was changed is not shown."""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fastapi.testclient import TestClient
from markupsafe import Markup

from corpus.library.library import Library
from eval.pages import SHIPPED, own_reports
from eval.pages.bench_report import shown_bench
from eval.pages.shown import CurvePlot, NoPlot
from eval.pages.wording import amount, axis, percent, place
from eval.reports.file import sealed, write_report
from eval.reports.report import make_report
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet
from qa_app.citing.links import served_under
from qa_app.service import Service
from qa_app.web import create_site
from tests.qa_app.test_api_check import no_answerer, no_encoder

Json = dict[str, Any]

NAME = "kabul-process-2017"
HOSTILE = '=SUM(A1) <img src=x onerror="window.__xss=1"> {{7*7}} & "x"'
SIGNATURE = {"pincite": "0.0.1", "questions_sha256": "0" * 64, "seed": 7, "date": "2020-02-03", "threshold": 0.5}


@pytest.fixture
def own(library: Library) -> Path:
    """The folder of the maintainer's own reports."""
    folder = own_reports(library.folder, {})
    folder.mkdir()
    return folder


@pytest.fixture
def client(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.delenv("PINCITE_REPORTS", raising=False)
    with TestClient(create_site(Service(library, no_encoder, no_answerer)), follow_redirects=False) as client:
        yield client


def shipped(name: str) -> Json:
    report: Json = json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))
    return report


def text_of(page: str) -> str:
    """The words that a browser shows, with plain spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


def small_report() -> Json:
    """Three questions, one answered rightly, one with another paragraph, one though nothing answers it."""
    questions = QuestionSet(
        "small",
        "0" * 64,
        (
            GoldQuestion("a", "Who hosted it?", (f"{NAME}#preamble",), "plain", "dev", None),
            GoldQuestion("b", HOSTILE, (f"{NAME}#3", "elsewhere#1"), HOSTILE, "dev", None),
            GoldQuestion("c", "What did it cost?", (), "off", "dev", None),
        ),
    )
    responses = [
        Response((f"{NAME}#preamble",), True, 0.9, 0.002),
        Response((f"{NAME}#4", f"{NAME}#99"), True, 0.7, 0.004, shown=2),
        Response((f"{NAME}#11",), True, 0.6, 0.006),
    ]
    return make_report(questions, {"pincite": responses}, SIGNATURE)


def test_the_overview_has_a_card_for_every_report(client: TestClient) -> None:
    """In the order in which one would ask, each with its sentence and leading to its page."""
    page = client.get("/evaluation").text

    assert re.findall(r'<h2><a href="/evaluation/([^"]+)" lang="en">([^<]+)<', page) == [
        (NAME, f"Answering questions: {NAME}"),
        ("standing", "Beside other systems, on many question sets"),
        ("quotes", "Checking quotations"),
        ("segmentation", "How files are cut into paragraphs"),
        ("bench", "Speed and memory"),
        ("bench_quotes", "How fast quotations are checked"),
        ("bench_http", "The API beside the chat’s own route"),
        ("bench_load", "Many clients at a time"),
    ]
    assert page.count('class="figure"') == 8
    assert text_of(page).count("comes with pincite") == 8


def test_the_first_sentence_is_what_the_report_says(client: TestClient) -> None:
    """The figures of the half that nothing was tuned on."""
    systems = shipped(NAME)["systems"]
    figure = systems["pincite"]["splits"]["test"]["P@1"]
    beside = systems["BM25"]["splits"]["test"]["P@1"]["mean"]

    page = text_of(client.get(f"/evaluation/{NAME}").text)

    assert (
        f"Of {figure['n']} questions that it was not tuned on, the right paragraph comes first for"
        f" {figure['mean'] * figure['n']:.0f} ({100 * figure['mean']:.0f} %, 95 % interval {100 * figure['low']:.0f} to"
        f" {100 * figure['high']:.0f}). BM25, which matches words alone: {100 * beside:.0f} %."
    ) in page


def test_bars_are_as_long_as_the_report_says(client: TestClient, own: Path) -> None:
    """Every kind's stretches are its shares of right, refused and wrong, counted from the results."""
    report = small_report()
    write_report(own / "small.json", report)
    system = report["systems"]["pincite"]
    page = client.get("/evaluation/small").text

    for kind in system["kinds"]:
        results = [r for r in system["results"] if r["kind"] == kind]
        right = sum(
            r["answered"] and bool(r["ranking"]) and r["ranking"][0] in r["relevant"]
            if r["relevant"]
            else not r["answered"]
            for r in results
        )
        refused = sum(bool(r["relevant"]) and not r["answered"] for r in results)
        wrong = len(results) - right - refused
        panel = page[page.index(f"<strong>{Markup.escape(kind)}</strong>") :]
        bar = panel[: panel.index("</svg>")]
        widths = dict(re.findall(r'class="(right|refused|wrong)" x="[\d.]+%" width="([\d.]+)%"', bar))
        assert f"{right} right, {refused} refused, {wrong} wrong" in bar
        assert {name: float(width) for name, width in widths.items()} == {
            name: pytest.approx(100 * count / len(results), abs=0.001)
            for name, count in (("right", right), ("refused", refused), ("wrong", wrong))
            if count
        }


def test_the_threshold_is_marked_where_the_questions_were_answered(client: TestClient, own: Path) -> None:
    """The marked point lies at the share that was answered, and the line's risk there."""
    report = small_report()
    write_report(own / "small.json", report)
    system, threshold = report["systems"]["pincite"], report["signature"]["threshold"]
    reached = [r for r in system["results"] if r["confidence"] >= threshold]
    share = len(reached) / len(system["results"])
    wrong = sum(not (r["ranking"] and r["ranking"][0] in r["relevant"]) for r in reached) / len(reached)

    page = client.get("/evaluation/small").text
    mark = re.search(r'<circle class="mark-point" cx="([\d.]+)%"', page)

    assert mark
    assert float(mark[1]) == pytest.approx(100 * share, abs=0.01)
    assert (
        f"At its threshold pincite answers {100 * share:.0f} %, and {100 * wrong:.0f} % of those are wrong."
        in text_of(page)
    )


def test_what_went_wrong_leads_to_the_paragraphs_and_asks_again(client: TestClient) -> None:
    """As many as the report has, with links to what was wanted and shown."""
    wrong = shipped(NAME)["systems"]["pincite"]["results"]  # a summary keeps no others
    page = client.get(f"/evaluation/{NAME}").text

    asked = [parse_qs(urlsplit(html.unescape(address)).query) for address in re.findall(r'href="(/\?q=[^"]+)"', page)]

    assert sorted(each["q"][0] for each in asked) == sorted(r["question"] for r in wrong)
    for result in wrong:
        at = page.index(f">{html.escape(result['question'], quote=False)}</p>".replace("'", "&#39;"))
        shown = page[at : page.index("</li>\n\n", at) if "</li>\n\n" in page[at:] else None]
        for address in result["relevant"]:
            assert f'href="/doc/{NAME}#{_anchor(address)}"' in shown


def _anchor(address: str) -> str:
    number = address.partition("#")[2]
    return f"p{number}" if number.isdigit() else number


def test_the_standing_table_says_which_rows_are_older(client: TestClient) -> None:
    """By the dates of the rows, and by the encoder and reader that they were measured with."""
    rows = shipped("standing")["sets"]
    newest = max(row["date"] for row in rows.values())
    older = sum(row["date"] < newest for row in rows.values())
    pairs = [
        (row["systems"]["pincite"]["P@1"]["mean"], row["systems"]["BM25"]["P@1"]["mean"])
        for row in rows.values()
        if "systems" in row
    ]

    page = text_of(client.get("/evaluation/standing").text)

    assert f"{older} of {len(rows)} rows are older than the newest" in page
    assert (
        f"On {len(pairs)} question sets, pincite puts the right paragraph first more often than BM25 on"
        f" {sum(a > b for a, b in pairs)}, less often on {sum(a < b for a, b in pairs)}"
    ) in page
    assert f"on {len(_apart(rows))} of them the 95 % intervals do not overlap." in page
    assert "Measured with another encoder or reader than the newest row: ObliQA, dev;" in page


def _apart(rows: Json) -> list[str]:
    """The sets on which the intervals of pincite and of BM25 share nothing."""
    found = []
    for name, row in rows.items():
        if "systems" in row:
            ours, theirs = row["systems"]["pincite"]["P@1"], row["systems"]["BM25"]["P@1"]
            if ours["low"] > theirs["high"] or theirs["low"] > ours["high"]:
                found.append(name)
    return found


def test_quotations_are_counted_over_every_set(client: TestClient) -> None:
    """Caught of the unsound, passed of the sound, and the ones judged wrongly with a link that checks them again."""
    sets = shipped("quotes")["sets"]
    unsound = [of["all"]["unsound caught"] for of in sets if "unsound caught" in of["all"]]
    wrong = [w for of in sets for w in of["wrong"]]
    caught = sum(round(f["mean"] * f["n"]) for f in unsound)

    page = client.get("/evaluation/quotes").text
    checked = [
        parse_qs(urlsplit(html.unescape(a)).query)["quote"][0] for a in re.findall(r'href="(/check\?[^"]+)"', page)
    ]

    assert f"Of {sum(f['n'] for f in unsound):,} quotations that were altered" in text_of(page)
    assert f"{caught:,} were caught" in text_of(page)
    assert checked == [w["quote"] for w in wrong]


def test_files_are_counted_over_every_set(client: TestClient) -> None:
    """How many numbers were found, of how many."""
    files = [file for gold in shipped("segmentation")["sets"] for file in gold["files"]]

    page = text_of(client.get("/evaluation/segmentation").text)

    assert f"Of {sum(f['gold'] for f in files):,} numbered paragraphs in {len(files)} files" in page
    assert f"{sum(f['found'] for f in files):,} are found under their number" in page


def test_every_measurement_of_the_benchmark_is_shown(client: TestClient) -> None:
    """With its unit, and how fast questions are as the collection grows is drawn."""
    page = client.get("/evaluation/bench").text

    assert page.count("<polyline") == 2
    for row in shipped("bench")["rows"]:
        assert f"{amount(row['value'])}\u00a0{row['unit']}" in page


def test_one_size_makes_no_plot_of_speed_against_size() -> None:
    """It is said what was measured and what would measure more, and nothing is made up."""
    (plot,) = shown_bench({"rows": [_timed("a question over 12 paragraphs", 300, 15)]}).plots[:1]

    assert isinstance(plot, NoPlot)
    assert plot.says.startswith("Measured only with 12 paragraphs; pincite bench --documents FILE")


def test_two_sizes_make_one() -> None:
    """A line from the smaller to the larger over axes that begin at zero."""
    rows = [_timed("a question over 12 paragraphs", 300, 15), _timed("a question over 4,000 paragraphs", 500, 40)]

    plot = shown_bench({"rows": rows}).plots[0]

    assert isinstance(plot, CurvePlot)
    assert [tick.says for tick in plot.x[1]] == ["0", "1,000", "2,000", "3,000", "4,000"]
    assert [tick.says for tick in plot.y[1]] == ["0 ms", "100 ms", "200 ms", "300 ms", "400 ms", "500 ms"]
    assert plot.series[0].places == ((0.3, 40.0), (100.0, 0.0))
    assert isinstance(shown_bench({"rows": rows[:1]}).plots[0], NoPlot)


def test_no_two_plots_of_a_benchmark_have_one_title() -> None:
    """A report may time questions and quotations both; a reader who goes from heading to heading tells them apart."""
    titles = [plot.title for plot in shown_bench(shipped("bench")).plots]

    assert sorted(set(titles)) == sorted(titles)


def _timed(name: str, value: float, beside: float) -> Json:
    ratio = value / beside
    return {"name": name, "value": value, "unit": "ms", "baseline": "plain", "baseline_value": beside, "ratio": ratio}


def test_the_figures_come_as_csv_and_json(client: TestClient) -> None:
    """CSV has every measure as the report has it; JSON is the file itself."""
    figures = client.get(f"/evaluation/{NAME}.csv")
    wrong = client.get(f"/evaluation/{NAME}/wrong.csv")

    rows = list(csv.DictReader(io.StringIO(figures.text)))
    all_p1 = next(r for r in rows if (r["system"], r["group"], r["measure"]) == ("BM25", "all", "P@1"))
    expected = shipped(NAME)["systems"]["BM25"]["all"]["P@1"]
    assert {name: float(all_p1[name]) for name in ("mean", "low", "high", "n")} == expected
    assert figures.headers["content-type"] == "text/csv; charset=utf-8"
    assert unquote(figures.headers["content-disposition"]).endswith(f"{NAME}.csv")
    mistaken = {result["id"] for result in shipped(NAME)["systems"]["pincite"]["results"]}
    assert {row["id"] for row in csv.DictReader(io.StringIO(wrong.text))} == mistaken
    assert client.get(f"/evaluation/{NAME}.json").content == (SHIPPED / f"{NAME}.json").read_bytes()


def test_a_report_of_ones_own_is_shown_and_taken_for_no_markup(client: TestClient, own: Path) -> None:
    """Names of questions and kinds are text; in CSV none begins a formula; the other pincite is named."""
    write_report(own / "small.json", small_report())

    page = client.get("/evaluation/small").text
    wrong = list(csv.DictReader(io.StringIO(client.get("/evaluation/small/wrong.csv").text)))

    assert "<img" not in page
    assert html.escape(HOSTILE, quote=False)[:40] in page.replace("&#34;", '"')
    assert "Of 2 questions, the right paragraph comes first for 1 (50 %" in text_of(page)
    assert "Measured with pincite 0.0.1; this is" in text_of(page)
    assert "3 February 2020 · made here" in text_of(page)
    assert "elsewhere#1 (not in this library)" in text_of(page)
    assert f"{NAME}#99 (not in this library)" in text_of(page)
    assert f'href="/doc/{NAME}#p4"' in page
    assert [row["question"] for row in wrong] == [f"'{HOSTILE}", "What did it cost?"]


def test_a_report_of_ones_own_takes_the_place_of_the_shipped_one(client: TestClient, own: Path) -> None:
    """And when its file changes, so does the page."""
    write_report(own / f"{NAME}.json", small_report())
    before = text_of(client.get(f"/evaluation/{NAME}").text)
    changed = sealed({**small_report(), "questions": "another name"})
    write_report(own / f"{NAME}.json", changed)

    after = text_of(client.get(f"/evaluation/{NAME}").text)

    assert "Answering questions: small" in before
    assert "Answering questions: another name" in after


def test_a_report_that_was_changed_is_not_shown(client: TestClient, own: Path) -> None:
    """Its page and its card say so, its figures are not given away, and the other reports are there."""
    report = small_report()
    report["systems"]["pincite"]["all"]["P@1"]["mean"] = 1.0
    write_report(own / "small.json", report)
    table = shipped("standing")
    table["sets"]["obliqa"]["systems"]["pincite"]["P@1"]["mean"] = 0.99
    (own / "standing.json").write_text(json.dumps(table), encoding="utf-8")

    for name in ("small", "standing"):
        page = client.get(f"/evaluation/{name}")
        assert page.status_code == 200
        assert f"{name}.json was changed after it was written" in text_of(page.text)
        assert "right paragraph comes first" not in text_of(page.text)
        assert client.get(f"/evaluation/{name}.csv").status_code == 503
    overview = text_of(client.get("/evaluation").text)
    assert overview.count("was changed after it was written") == 2
    assert "Checking quotations" in overview


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "odd.json is not JSON"),
        ("[]", "odd.json is not a report that pincite eval or pincite bench has written."),
        ('{"rows": [{"name": "x"}]}', "odd.json is not as pincite writes reports: 'unit' is missing."),
        ('{"sets": [{"quotations": 3}], "signature": {}}', "odd.json is not as pincite writes reports"),
        ('{"systems": {}, "sha256": "0"}', "odd.json was changed after it was written"),
        ('{"rows": [NaN]}', "odd.json is not JSON: NaN is not a number of JSON."),
        ("[" * 100_000, "odd.json is not JSON"),
    ],
)
def test_a_file_that_is_no_report_is_told_in_a_sentence(client: TestClient, own: Path, written: str, said: str) -> None:
    """The page lives, and names the file without its folder."""
    (own / "odd.json").write_text(written, encoding="utf-8")

    page = client.get("/evaluation/odd")

    assert page.status_code == 200
    assert said in text_of(page.text)
    assert str(own) not in page.text
    assert client.get("/evaluation").status_code == 200


def test_a_folder_without_reports_says_how_to_measure(library: Library, tmp_path: Path) -> None:
    """Nothing measured is no failure, and no figure."""
    from fastapi import FastAPI

    from eval.pages.kept_reports import KeptReports
    from eval.pages.routes import add_routes

    app = FastAPI()
    add_routes(app, Service(library, no_encoder, no_answerer), KeptReports(tmp_path / "none", tmp_path / "reports"))

    page = TestClient(app).get("/evaluation").text

    assert "Nothing measured yet" in text_of(page)
    assert "pincite eval --output FOLDER" in text_of(page)
    assert str(tmp_path) not in page


@pytest.mark.parametrize(
    "path", ["nope", "nope.csv", "nope.json", "nope/wrong.csv", "..%2Fbench", "%2e%2e%2f%2e%2e%2fpyproject"]
)
def test_an_unknown_name_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    """A name is looked up among the reports and never opened as a path."""
    assert client.get(f"/evaluation/{path}").status_code == 404


def test_addresses_begin_with_the_path_of_the_proxy(client: TestClient) -> None:
    """Cards, downloads and the way back lead to where the app is served."""
    with served_under("/pincite"):
        from eval.pages.routes import _report_path

        assert _report_path("a b", ".csv") == "/pincite/evaluation/a%20b.csv"
    assert client.get("/evaluation/").headers["location"] == "/evaluation"


def test_no_script_runs_and_no_style_stands_in_the_page(client: TestClient) -> None:
    """The policy of these pages allows neither, so that none may need them."""
    for name in ("", f"/{NAME}", "/standing", "/quotes", "/segmentation", "/bench", "/bench_quotes"):
        response = client.get(f"/evaluation{name}")
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert " style=" not in response.text
        assert "<script" not in response.text
        assert "<style" not in response.text


def test_a_setting_names_another_folder(tmp_path: Path) -> None:
    """Else reports lie in the library's."""
    assert own_reports(tmp_path, {"PINCITE_REPORTS": "/srv/reports"}) == Path("/srv/reports")
    assert own_reports(tmp_path, {}) == tmp_path / "reports"


def test_the_pages_load_no_model_and_no_plotting_library(tmp_path: Path) -> None:
    """They are asked for while questions wait; a process of its own shows what was imported for them."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from fastapi.testclient import TestClient\n"
        "from corpus.library.library import Library\n"
        "from corpus.intake.shipped import shipped_documents\n"
        "from qa_app.service import Service\n"
        "from qa_app.web import create_site\n"
        "with Library.open(Path(sys.argv[1]), shipped_documents) as library:\n"
        "    client = TestClient(create_site(Service(library, lambda: None, lambda engine: None)))\n"
        f"    assert client.get('/evaluation/{NAME}').status_code == 200\n"
        "print(sorted({'torch', 'sklearn', 'ir_measures', 'sentence_transformers'} & set(sys.modules)))\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=dict(os.environ)
    )

    assert ran.stdout.strip() == "[]", ran.stderr


def test_axes_begin_at_zero_and_end_at_a_round_number() -> None:
    """A place is in percent from the left and from the top."""
    ticks, top = axis(0.56, "share")

    assert [(tick.place, tick.says) for tick in ticks] == [
        (0, "0 %"), (pytest.approx(33.333), "20 %"), (pytest.approx(66.667), "40 %"), (100, "60 %"),
    ]  # fmt: skip
    assert top == pytest.approx(0.6)
    assert place(0.5, 0.3, 1, 0.6) == (50.0, 50.0)


def test_no_share_is_rounded_to_all_or_none() -> None:
    """One exception in a thousand stays to be seen."""
    assert [percent(share).replace("\u00a0", " ") for share in (0, 0.0004, 0.004, 0.5, 0.9951, 0.9999, 1)] == [
        "0 %", "0.1 %", "0.4 %", "50 %", "99.5 %", "99.9 %", "100 %",
    ]  # fmt: skip
