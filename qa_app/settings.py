"""Settings, read once: what the command line gave, else the environment, else the default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from index import DEFAULT_ENCODER

# The least probability that is shown as an answer. On the shipped dev questions a higher one refuses good answers to
# paraphrased questions and hardly any bad one; what is shown below one half is marked as unsure.
THRESHOLD = 0.15


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library is, and which sentence-transformers model (name or folder) encodes."""

    library: Path
    encoder: str


def read_settings(
    library: str | None = None, encoder: str | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """`PINCITE_LIBRARY` and `PINCITE_ENCODER` stand in for what is not given."""
    folder = library or environment.get("PINCITE_LIBRARY")
    return Settings(
        library=Path(folder).expanduser() if folder else user_data_path("pincite"),
        encoder=encoder or environment.get("PINCITE_ENCODER") or DEFAULT_ENCODER,
    )
