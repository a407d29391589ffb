"""`pincite eval` and `pincite bench`; the command line names them and imports them when they are called."""
