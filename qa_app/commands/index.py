"""`pincite index`: encode what has no vectors yet and build the index anew."""

import click

from qa_app.commands.options import encoder_option, library_option, open_engine, settings


@click.command()
@click.option("--encode-again", is_flag=True, help="Forget the stored vectors first, to change the encoder.")
@library_option
@encoder_option
def command(encode_again: bool, library: str | None, encoder: str | None) -> None:
    """Encode what is new and rebuild the index from the stored vectors."""
    with open_engine(settings(library, encoder)) as engine, engine.library.writing():
        identity = engine.encoder.identity  # loaded before anything is forgotten
        if encode_again:
            engine.library.drop_embeddings()
        encoded = engine.encode()
        index = engine.rebuild()
    counts = " and ".join(f"{len(vectors.spans)} {unit}s" for unit, vectors in index.items())
    click.echo(f"Encoded {encoded} texts with {identity.name}; the index holds {counts}.")
