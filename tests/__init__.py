"""The tests; the folders of the product, file by file."""
