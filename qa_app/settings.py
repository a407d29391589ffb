"""Settings, read once: what the command line gave, else the environment, else the default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from index import DEFAULT_ENCODER
from index.encoders.at_hand import recorded_name

if TYPE_CHECKING:
    from corpus.library.library import EncoderIdentity

# The least probability that is shown as an answer. Of 69 written questions about documents kept apart it answers .69 of
# the answerable rightly, and .13 of the unanswerable; with .25 .64 and .10. What is shown below one half is marked as
# unsure.
THRESHOLD = 0.1


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library is, and the encoder that was asked for (see index.encoders.at_hand); None where none was.

    `store` is the address of what keeps the vectors, None for the library's folder.
    """

    library: Path
    named_encoder: str | None = None
    store: str | None = None

    @property
    def encoder(self) -> str:
        """The encoder that was asked for, else the default: what a library without vectors is encoded with."""
        return recorded_name(self.named_encoder or DEFAULT_ENCODER)

    def encoder_for(self, recorded: "EncoderIdentity | None") -> str:
        """The encoder for a library whose vectors `recorded` made: it goes on with that one unless asked otherwise."""
        return recorded.name if recorded and not self.named_encoder else self.encoder


def read_settings(
    library: str | None = None,
    encoder: str | None = None,
    environment: Mapping[str, str] = os.environ,
    store: str | None = None,
) -> Settings:
    """`PINCITE_LIBRARY`, `PINCITE_ENCODER` and `PINCITE_STORE` stand in for what is not given."""
    folder = library or environment.get("PINCITE_LIBRARY")
    return Settings(
        library=Path(folder).expanduser() if folder else user_data_path("pincite"),
        named_encoder=encoder or environment.get("PINCITE_ENCODER") or None,
        store=store or environment.get("PINCITE_STORE") or None,
    )
