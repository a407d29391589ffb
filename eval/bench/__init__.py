"""Speed and memory against named baselines, as ratios."""
