"""Words become vectors: the encoders, and the folders that their weights are in."""
