"""`pincite verify`: is everything that is stored what it should be?"""

import json

import click

from qa_app.commands.options import encoder_option, library_option, open_library, settings, store_option, vector_store


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--repair", "mend", is_flag=True, help="First mend what is derived from the documents, without encoding.")
@library_option
@encoder_option
@store_option
def command(as_json: bool, mend: bool, library: str | None, encoder: str | None, store: str | None) -> int:
    """Check the library, its index and the encoder; 1 if something is wrong."""
    from index.verify import repair, verify

    chosen = settings(library, encoder, store)
    kept = vector_store(chosen)
    with open_library(chosen) as opened:
        repaired = repair(opened, kept) if mend else []
        findings = verify(opened, chosen.encoder_for(opened.encoder()), kept)
    fine = all(finding.ok for finding in findings)
    if as_json:
        rows = [{"check": f.check, "ok": f.ok, "detail": f.detail} for f in findings]
        click.echo(json.dumps({"library": str(chosen.library), "ok": fine, "checks": rows, "repaired": repaired}))
    else:
        for sentence in repaired:
            click.echo(f"mended {sentence}")
        for finding in findings:
            click.echo(f"{'ok     ' if finding.ok else 'WRONG  '}{finding.check}: {finding.detail}")
    return 0 if fine else 1
