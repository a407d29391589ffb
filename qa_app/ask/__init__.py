"""A question becomes an answer, a paragraph looked up, or a refusal."""
