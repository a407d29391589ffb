"""The tests; the folders of the product, file by file."""

import os

# Two at a time, on two cores: the threads of two models would spend half of the processor on waiting for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
