"""The bench of scripts/bench.sh: measures the lecture beside its peers, in one run, as ratios."""
