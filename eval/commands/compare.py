"""`pincite eval compare`: whether one report is better or worse than another by more than chance."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from eval.reports.compare import Change, Comparison, Difference, compare
from eval.reports.file import read_report

LISTED = 10
NOTICED = frozenset({"answered right", "wrongly answered"})


@click.command("compare")
@click.argument("first", metavar="A.json")
@click.argument("second", metavar="B.json")
@click.option("--system", multiple=True, metavar="NAME", help="The system to compare; twice for one of A and one of B.")
@click.option("--measure", multiple=True, metavar="NAME", help="Only this measure, with all its wins and losses.")
@click.option("--force", is_flag=True, help="Compare the questions in common where the reports are on different ones.")
@click.option("--json", "as_json", is_flag=True, help="The whole comparison as one JSON object on standard output.")
def compare_command(
    first: str, second: str, system: tuple[str, ...], measure: tuple[str, ...], *, force: bool, as_json: bool
) -> int:
    """Compare report B with report A, question by question.

    Each measure gets a paired randomisation test, corrected for their number (Holm). The exit code is 1 where B is
    worse than A on some measure by more than chance.
    """
    if len(system) > 2:
        raise click.BadParameter("name one system, or one of A and one of B.", param_hint="--system")
    systems = (system[0], system[-1]) if system else (None, None)
    found = compare(read_report(Path(first)), read_report(Path(second)), systems, measure, force=force)
    if as_json:
        click.echo(json.dumps({**asdict(found), "worse_on": found.losses}, ensure_ascii=False))
    else:
        click.echo("\n".join(_page(found, measure)))
    return 1 if found.losses else 0


def _page(found: Comparison, measures: tuple[str, ...]) -> list[str]:
    one, other = found.systems
    lines = [f"{other} of B against {one} of A" if one != other else f"{one}: B against A", ""]
    lines += _table(found)
    if found.left_out:
        lines += ["", f"{found.left_out:,} questions stand in one report only and were left out."]
    lines += ["", *_verdict(found)]
    for difference in found.differences:
        if difference.measure in _listed(found, measures):
            lines += _changes(difference, None if measures else LISTED)
    if found.notices:
        lines += ["", "The runs differ in:", *(f"  {notice}" for notice in found.notices)]
    return lines


def _table(found: Comparison) -> list[str]:
    rows = [("measure", "n", "A", "B", "B - A", "95 % interval", "p", "p (Holm)", "won", "lost", "tied")]
    for d in found.differences:
        interval = f"{d.difference.low:+.3f} to {d.difference.high:+.3f}"
        figures = (f"{d.before:.3f}", f"{d.after:.3f}", f"{d.difference.mean:+.3f}", interval)
        counts = (str(len(d.wins)), str(len(d.losses)), str(d.ties))
        rows.append((d.measure, str(d.n), *figures, f"{d.p:.4f}", f"{d.p_holm:.4f}", *counts))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for first, *cells in rows:
        aligned = (each.rjust(width) for each, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *aligned)))
    return lines


def _verdict(found: Comparison) -> list[str]:
    gains = [d.measure for d in found.differences if d.is_gain]
    lines = []
    if found.losses:
        lines.append(f"B is worse by more than chance on: {', '.join(found.losses)}.")
    if gains:
        lines.append(f"B is better by more than chance on: {', '.join(gains)}.")
    return lines or ["No measure differs by more than chance."]


def _listed(found: Comparison, measures: tuple[str, ...]) -> set[str]:
    """The measures whose questions are listed: those asked for, else those that a reader of answers would notice.

    Where these do not differ by more than chance, the first that does.
    """
    sure = [d.measure for d in found.differences if d.is_gain or d.is_loss]
    return set(measures) or set(sure) & NOTICED or set(sure[:1])


def _changes(difference: Difference, most: int | None) -> list[str]:
    lines: list[str] = []
    for title, changes in (("won", difference.wins), ("lost", difference.losses)):
        if changes:
            lines += ["", f"{difference.measure}, {title} by B ({len(changes)}):"]
            lines += [_line(change) for change in changes[:most]]
            if most is not None and len(changes) > most:
                lines.append(f"  and {len(changes) - most} more; --measure or --json lists them all.")
    return lines


def _line(change: Change) -> str:
    return f"  {change.id}  {change.before:.2f} -> {change.after:.2f}  {change.question}"
