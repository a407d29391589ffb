"""How the web app is served: what an owner of a server decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebOptions:
    """`uploads` says whether visitors may add and remove documents; `root_path` is the path that a proxy serves it
    under, "" for none.
    """

    uploads: bool = True
    root_path: str = ""
