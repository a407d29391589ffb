"""The words of a library: how they are told apart, searched, and found to be missing."""
