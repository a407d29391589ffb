"""The reader's network: what it shares with the encoder, what it is shown, what it gives back."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from index.reader.network import SHARED_LAYERS, ReaderModel, make_pairs

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "who", "came", "to", "kabul", "twenty", "delegations"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Words apart, in pairs as XLM-R has them."""
    made = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


@pytest.fixture(scope="module")
def encoder() -> BertModel:
    """A small encoder of the same shape."""
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=6, num_attention_heads=2, intermediate_size=32
    )
    return BertModel(config, add_pooling_layer=False).eval()


def test_pairs_say_where_the_paragraph_is_and_which_characters_each_token_covers(tokenizer: Tokenizer) -> None:
    """<s> who came </s> </s> twenty delegations </s>, filled up to a width that is a multiple of 16."""
    pairs = make_pairs(tokenizer, [("who came", "twenty delegations")])

    assert pairs.ids.shape == (1, 16)
    assert pairs.ids[0, :8].tolist() == [0, 4, 5, 2, 2, 8, 9, 2]
    assert pairs.mask[0].tolist() == [1] * 8 + [0] * 8
    assert pairs.second[0, :8].tolist() == [0, 0, 0, 0, 0, 1, 1, 0]
    assert pairs.offsets[0][5:7] == [(0, 6), (7, 18)]


def test_too_long_a_pair_is_cut_whichever_of_the_two_is_long(tokenizer: Tokenizer) -> None:
    """A question of a thousand words is no reason to fail."""
    for pair in (("who " * 1000, "kabul"), ("who", "kabul " * 1000), ("who " * 1000, "kabul " * 1000)):
        pairs = make_pairs(tokenizer, [pair], longest=32)
        assert int(pairs.mask.sum()) == 32
        assert int(pairs.second.sum()) > 0


def test_the_lower_layers_are_the_encoders_own(encoder: BertModel) -> None:
    """They are not held twice, and not among what is shipped."""
    model = ReaderModel(encoder)

    assert model.embeddings is encoder.embeddings
    assert [a is b for a, b in zip(model.shared, encoder.encoder.layer, strict=False)] == [True] * SHARED_LAYERS
    assert {name.split(".")[0] for name in model.trained()} == {"layers", "judge", "place"}


def test_a_pair_is_judged_alike_alone_and_beside_a_longer_one(encoder: BertModel, tokenizer: Tokenizer) -> None:
    """Padding says nothing."""
    model = ReaderModel(encoder).eval()
    short, long = ("who came", "twenty delegations"), ("who came to kabul", "delegations came to kabul " * 9)

    with torch.inference_mode():
        alone, both = (make_pairs(tokenizer, some) for some in ([short], [short, long]))
        one, two = (model(p.ids, p.mask, p.second) for p in (alone, both))

    assert float(one.answers[0]) == pytest.approx(float(two.answers[0]), abs=1e-4)
    assert one.starts[0, :8].tolist() == pytest.approx(two.starts[0, :8].tolist(), abs=1e-4)


def test_an_answers_words_are_only_placed_in_the_paragraph(encoder: BertModel, tokenizer: Tokenizer) -> None:
    """Or nowhere, which the first token stands for."""
    pairs = make_pairs(tokenizer, [("who came", "twenty delegations")])

    with torch.inference_mode():
        says = ReaderModel(encoder).eval()(pairs.ids, pairs.mask, pairs.second)

    assert [place for place, logit in enumerate(says.starts[0].tolist()) if logit > -1000] == [0, 5, 6]


def test_weights_of_another_shape_are_refused(encoder: BertModel) -> None:
    """Another encoder's reader must not be loaded half."""
    model = ReaderModel(encoder)
    tensors = model.trained()
    tensors.pop("place.bias")

    with pytest.raises(RuntimeError, match=r"place\.bias"):
        model.load_trained(tensors)


def test_what_was_trained_is_all_that_is_needed(encoder: BertModel, tokenizer: Tokenizer) -> None:
    """A new model over the same encoder with the trained tensors judges the same."""
    trained, fresh = ReaderModel(encoder).eval(), ReaderModel(encoder).eval()
    pairs = make_pairs(tokenizer, [("who came", "twenty delegations")])

    fresh.load_trained(trained.trained())

    with torch.inference_mode():
        first, second = (m(pairs.ids, pairs.mask, pairs.second).answers for m in (trained, fresh))
    assert torch.equal(first, second)
