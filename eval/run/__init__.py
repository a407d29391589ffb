"""Question sets put to systems."""
