"""Training the reader: question sets in, lists of paragraphs to judge, weights out."""
