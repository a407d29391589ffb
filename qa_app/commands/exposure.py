"""Who may reach the server and what they may do: the options of `pincite serve`, read and checked."""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qa_app.errors import InvalidSetting

if TYPE_CHECKING:
    from qa_app.web.options import WebOptions

Command = TypeVar("Command", bound=Callable[..., Any])

SHORTEST_PASSWORD = 8
ELSEWHERE_A_MINUTE = 300

_ROOT = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_NAME = re.compile(r"[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]")
_OPTIONS = (
    click.option("--password-file", metavar="FILE", help="Ask everybody for the password in FILE's first line."),
    click.option("--no-auth", is_flag=True, help="Serve others without a password."),
    click.option("--allowed-host", metavar="NAME", multiple=True, help="A host name that the server answers to."),
    click.option("--trusted-proxy", metavar="ADDRESS", multiple=True, help="Whose X-Forwarded headers are believed."),
    click.option("--root-path", metavar="PATH", default="", help="The path that a proxy serves the app under."),
    click.option("--uploads/--no-uploads", default=None, help="Whether visitors may add and remove documents."),
    click.option("--max-upload", metavar="MB", default=200, type=click.IntRange(1, 10_000), show_default=True,
                 help="The most that may be uploaded at a time."),
    click.option("--rate-limit", metavar="N", default=None, type=click.IntRange(0),
                 help="Requests a minute from one address, 0 for any number (default: 0 on loopback, else 300)."),
)  # fmt: skip


def exposure_options(command: Command) -> Command:
    """`--password-file` to `--rate-limit`; `web_options` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def web_options(given: Mapping[str, Any], address: str, environment: Mapping[str, str] = os.environ) -> "WebOptions":
    """What the options come to for a server that listens on `address`; raises InvalidSetting."""
    from qa_app.web.options import MEGABYTE, WebOptions

    is_local = ipaddress.ip_address(address.partition("%")[0]).is_loopback
    password = _password(given["password_file"], environment)
    if not is_local and password is None:
        _let_everybody_in(address, no_auth=given["no_auth"])
    return WebOptions(
        uploads=is_local if given["uploads"] is None else given["uploads"],
        root_path=_root(given["root_path"]),
        password=password,
        is_local=is_local,
        hosts=tuple(_host(name) for name in given["allowed_host"]),
        proxies=tuple(_proxy(proxy) for proxy in given["trusted_proxy"]),
        requests_a_minute=_a_minute(given["rate_limit"], is_local=is_local),
        most_uploaded=given["max_upload"] * MEGABYTE,
    )


def _let_everybody_in(address: str, *, no_auth: bool) -> None:
    if not no_auth:
        raise InvalidSetting(
            f"{address} can be reached from other machines: set a password with --password-file or PINCITE_PASSWORD,"
            " or say --no-auth to serve everybody."
        )
    click.echo(f"pincite: whoever reaches {address} can use this server; no password is asked (--no-auth).", err=True)


def _password(file: str | None, environment: Mapping[str, str]) -> str | None:
    """Of the file, else of PINCITE_PASSWORD; None where there is neither."""
    password = environment.get("PINCITE_PASSWORD") or None
    if file is not None:
        try:
            password = Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise InvalidSetting(f"--password-file {file} cannot be read: {reason}.") from error
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise InvalidSetting(f"The password has {len(password)} characters; {SHORTEST_PASSWORD} are the fewest.")
    return password


def _root(path: str) -> str:
    root = path.rstrip("/")
    if root and (not _ROOT.fullmatch(root) or any(part in (".", "..") for part in root.split("/"))):
        raise InvalidSetting(f"--root-path {path!r} is not a path such as /pincite.")
    return root


def _host(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidSetting(f"--allowed-host {name!r} is not a host name such as news.example.org.")
    return name


def _proxy(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError as error:
        raise InvalidSetting(f"--trusted-proxy {address!r} is not an address such as 127.0.0.1.") from error


def _a_minute(given: int | None, *, is_local: bool) -> int:
    if given is None:
        return 0 if is_local else ELSEWHERE_A_MINUTE
    return given
