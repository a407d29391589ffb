"""Where pincite stands: every public set, beside baselines and peers."""
