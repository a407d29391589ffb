"""`pincite index`: encode what has no vectors yet and build the index anew."""

from dataclasses import replace

import click

from qa_app.commands.options import encoder_option, library_option, open_engine, settings, store_option


@click.command()
@click.option("--encode-again", is_flag=True, help="Encode everything anew, to change the encoder.")
@library_option
@encoder_option
@store_option
def command(encode_again: bool, library: str | None, encoder: str | None, store: str | None) -> None:
    """Encode what is new and rebuild the index from the stored vectors.

    With --encode-again, the old vectors stay in use until the new ones are complete; interrupted, it goes on where it
    stopped when it is called again.
    """
    from index.vectors.embed import encode_again as encode_all_again
    from qa_app.terminal import encoding_progress

    chosen = settings(library, encoder, store)
    if encode_again:
        chosen = replace(chosen, named_encoder=chosen.encoder)  # not the one that made the vectors
    with open_engine(chosen) as engine, engine.library.writing(), encoding_progress() as progress:
        identity = engine.encoder.identity  # loaded before anything is forgotten
        encoded = encode_all_again(engine.library, engine.encoder, progress) if encode_again else engine.encode()
        index = engine.rebuild()
    counts = " and ".join(f"{len(vectors)} {unit}s" for unit, vectors in index.items())
    click.echo(f"Encoded {encoded} texts with {identity.name}; the index holds {counts}.")
