"""The tokens of the default encoder: from the same pass as the vector, small, and each in its own place."""

import numpy as np

from index.encoders.encoder import Encoder
from index.encoders.late_interaction import late_scores, quantised

TEXTS = ["The participants called for a ceasefire.", "Wheat.", "يلتزم الجميع بالسلام", "平和のための会議"]


def test_a_paragraph_has_the_same_vector_with_its_tokens_and_without(encoder: Encoder) -> None:
    """Whatever is asked for together, and to what length it is filled up."""
    paragraphs, _ = encoder.encode_paragraphs_with_tokens(TEXTS)

    assert (np.sum(paragraphs * encoder.encode_paragraphs(TEXTS), axis=1) > 0.999).all()


def test_a_question_that_searches_is_turned_towards_what_answers_it(encoder: Encoder) -> None:
    """It is nearer the paragraph that answers it than to another that has its words, which as it comes it is not."""
    question = ["did anyone tell the insurgents to quit fighting?"]
    taught, _ = encoder.encode_questions_with_tokens(question)
    answer, other = encoder.encode_paragraphs(
        ["The participants called on all armed groups to agree to a ceasefire.", "Insurgents were fighting anyone."]
    )

    assert abs(np.linalg.norm(taught[0]) - 1) < 1e-3
    assert taught[0] @ answer > taught[0] @ other
    assert encoder.encode_questions(question)[0] @ answer < encoder.encode_questions(question)[0] @ other


def test_a_text_has_a_unit_vector_for_each_of_its_tokens(encoder: Encoder) -> None:
    """And none for the prompt before it, or for the marks at its ends."""
    _, tokens = encoder.encode_paragraphs_with_tokens(["Wheat.", "Wheat. Wheat.", "a"])
    _, asked = encoder.encode_questions_with_tokens(["Wheat."])

    size = encoder.identity.token_dimension
    assert [each.shape[1] for each in (*tokens, *asked)] == [size] * 4
    assert len(tokens[1]) == 2 * len(tokens[0])
    assert (len(tokens[2]), len(asked[0])) == (1, len(tokens[0]))
    assert all(np.allclose(np.linalg.norm(each, axis=1), 1.0, atol=1e-4) for each in tokens)


def test_no_texts_have_no_tokens(encoder: Encoder) -> None:
    """The shape of the vectors is kept."""
    vectors, tokens = encoder.encode_paragraphs_with_tokens([])

    assert (vectors.shape, tokens) == ((0, encoder.identity.dimension), [])


def test_a_question_finds_its_words_in_another_language(encoder: Encoder) -> None:
    """Tokens are compared by what they mean where they stand, not by their letters."""
    _, paragraphs = encoder.encode_paragraphs_with_tokens(
        ["Die bewaffneten Gruppen legen die Waffen nieder.", "Der Weizen wächst in diesem Jahr gut."]
    )
    _, (asked,) = encoder.encode_questions_with_tokens(["Who lays down arms?"])

    first, second = late_scores(asked, [quantised(each) for each in paragraphs]).tolist()

    assert first > second + 0.05
