"""What a report was made with: versions, library, questions, encoder and reader, seed, date and machine."""

import os
import platform
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.dataset import QuestionSet
from index.engine import Engine
from qa_app import __version__

LIBRARIES = ("sentence-transformers", "transformers", "torch", "faiss-cpu", "tantivy", "ir_measures", "numpy")
_CPUINFO = Path("/proc/cpuinfo")

Signature = dict[str, Any]


def sign(question_set: QuestionSet, engine: Engine, choices: Mapping[str, Any]) -> Signature:
    """Everything that a figure over `question_set` and `engine` depends on, and where and when it was had.

    `choices` holds what was chosen for the run: at least "split", "reader", "threshold" and "seed".
    """
    return {
        "pincite": __version__,
        **library_of(engine),
        "questions": question_set.name,
        "questions_sha256": question_set.sha256,
        **choices,
        "encoder": engine.encoder.identity.name,
        "precision": engine.encoder.precision,
        **surroundings(),
    }


def library_of(engine: Engine) -> Signature:
    """The library's fingerprint, and how many documents and paragraphs that can answer it has."""
    documents = [engine.document(document) for document in engine.library.document_ids()]
    return {
        "library": engine.library.fingerprint(),
        "documents": len(documents),
        "paragraphs": sum(p.answers for document in documents for p in document.paragraphs),
    }


def surroundings() -> Signature:
    """Python and the libraries that figures depend on, the date (UTC) and the machine."""
    return {
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {"processor": _processor(), "cores": os.cpu_count() or 1, "memory_gb": _memory_gb()},
    }


def peak_memory_mb() -> float | None:
    """The most memory that this process has held so far, in MB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    if _CPUINFO.exists():
        named = re.search(r"^model name\s*:\s*(.+)$", _CPUINFO.read_text(encoding="utf-8"), re.MULTILINE)
        if named:
            return named[1].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    """The memory fitted, in GB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1)
