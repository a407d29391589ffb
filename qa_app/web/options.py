"""How the web app is served: what an owner of a server decides."""

from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class WebOptions:
    """`uploads` says whether visitors may add and remove documents; `root_path` is the path that a proxy serves it
    under, "" for none; `mcp` whether assistants may use it as tools; `language` what pages speak where their reader
    asks for none, "" for what each browser wants.

    `password` is asked of everybody, None for nobody. `is_local` says that only this machine reaches the server;
    `hosts` are further names that it answers to. `proxies` are the addresses whose X-Forwarded headers are believed.
    `requests_a_minute` may come from one address, 0 for any number; `most_uploaded` is in bytes.
    """

    uploads: bool = True
    root_path: str = ""
    mcp: bool = False
    language: str = ""
    password: str | None = field(default=None, repr=False)
    is_local: bool = True
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    requests_a_minute: int = 0
    most_uploaded: int = 200 * MEGABYTE
