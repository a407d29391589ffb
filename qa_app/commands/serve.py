"""`pincite serve`: the web app, for this machine or behind a password for others; `pincite mcp`: its tools alone."""

import errno
import ipaddress
import os
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qa_app.commands.options import (
    encoder_option,
    library_option,
    load_encoder_for,
    make_answerer,
    open_library,
    reader_option,
    settings,
    store_option,
    vector_store,
)
from qa_app.errors import InvalidSetting, PortInUse

if TYPE_CHECKING:
    from index.engine import Engine
    from index.reader.cross_encoder import Kind
    from index.vectors.store import VectorStore
    from qa_app.ask.answer import Answerer
    from qa_app.settings import Settings
    from qa_app.web.options import WebOptions


LOG_STYLES = ("warnings", "plain", "json")
BACKGROUND_SECONDS = 2  # what is done in the background has to stop, once nobody is answered any more


# Who may reach the server and what they may do: the options of `pincite serve`, read and checked.

Command = TypeVar("Command", bound=Callable[..., Any])
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


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@exposure_options
@click.option("--mcp", is_flag=True, help="Be tools for assistants, too: MCP at /mcp (needs the extra mcp).")
@click.option(
    "--log",
    "style",
    type=click.Choice(LOG_STYLES),
    default="warnings",
    show_default=True,
    help="With plain and json a line for each request, without what was asked.",
)
@click.option("--log-questions", is_flag=True, help="Write what is asked and checked into the log.")
@library_option
@encoder_option
@reader_option
@store_option
def command(
    host: str, port: int, library: str | None, encoder: str | None, store: str | None, reader: "Kind", **given: Any
) -> None:
    """Start the web app and print its address."""
    family, place = _find(host, port)
    language = click.get_current_context().find_root().params.get("lang") or ""
    options = replace(web_options(given, str(place[0])), language=language)
    if given["mcp"]:
        _require_tools("--mcp")
        options = replace(options, mcp=True)
    chosen = settings(library, encoder, store)
    kept = vector_store(chosen)
    with _listen(family, place, host) as listener:
        from qa_app.web.guard.log import LogStyle, write_log

        write_log(LogStyle(given["style"]), questions=given["log_questions"])
        _serve(listener, chosen, options, partial(make_answerer, reader=reader), kept)


@click.command()
@library_option
@encoder_option
@reader_option
@store_option
def over_pipes(library: str | None, encoder: str | None, reader: "Kind", store: str | None) -> None:
    """Be tools for the assistant that starts this: MCP on standard input and output (needs the extra mcp)."""
    _require_tools("pincite mcp")
    chosen = settings(library, encoder, store)
    kept = vector_store(chosen)
    with open_library(chosen) as opened:
        from qa_app.api.tools import serve_over_pipes
        from qa_app.service import Service

        answering = partial(make_answerer, reader=reader)
        serve_over_pipes(Service(opened, lambda: load_encoder_for(opened, chosen), answering, store=kept))


def _require_tools(asked: str) -> None:
    """Raise InvalidSetting where what speaks the protocol of tools is not there."""
    if find_spec("mcp") is None:
        raise InvalidSetting(f"{asked} needs what is not installed: pip install 'pincite[mcp]'.")


def _serve(
    listener: socket.socket,
    chosen: "Settings",
    options: "WebOptions",
    answering: "Callable[[Engine], Answerer]",
    kept: "VectorStore",
) -> None:
    """Answer until told to stop; the library is closed afterwards."""
    with open_library(chosen) as opened:
        from index.errors import StoreUnavailable
        from qa_app.service import Service
        from qa_app.terminal import encoding_progress
        from qa_app.web import create_app
        from qa_app.web.guard.server import Server

        click.echo(f"Library: {chosen.library}", err=True)
        with encoding_progress() as progress:
            service = Service(opened, lambda: load_encoder_for(opened, chosen), answering, progress, store=kept)
            try:
                service.warm()
            except StoreUnavailable as error:
                click.echo(f"pincite: {error} Until it can, look-ups and checks alone are answered.", err=True)
        server = Server(create_app(service, options), service.stop)
        click.echo(f"pincite is at {_url(listener)}{options.root_path} (Ctrl+C stops it)")
        is_answered = server.serve_until_stopped(listener)
        is_done = service.finish(BACKGROUND_SECONDS) and is_answered
    left = "Stopped at work: files that were being added are gone on with by the next start."
    click.echo("Stopped." if is_done else left, err=True)
    os._exit(0)  # taking the models' objects down one by one takes seconds, and crashes a thread that is within them


def _find(host: str, port: int) -> tuple[socket.AddressFamily, tuple[Any, ...]]:
    """Which address a host name means: what is checked is what is listened on."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise InvalidSetting(f"--host {host!r} is not an address of this machine.") from error
    return family, place


def _listen(family: socket.AddressFamily, place: tuple[Any, ...], host: str) -> socket.socket:
    """The socket is taken before anything heavy is loaded, so that a port in use is told at once."""
    port = place[1]
    try:
        # Named as TCP, so that asyncio sends small answers at once instead of holding them back for 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Port {port} is in use on {host}; stop what listens there or choose another with --port."
            ) from error
        raise InvalidSetting(f"{host} port {port} cannot be listened on: {error.strerror}.") from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


SHORTEST_PASSWORD = 8
ELSEWHERE_A_MINUTE = 300

_ROOT = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_NAME = re.compile(r"[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]")


def web_options(given: Mapping[str, Any], address: str, environment: Mapping[str, str] = os.environ) -> "WebOptions":
    """What the options come to for a server that listens on `address`; raises InvalidSetting."""
    from qa_app.web.options import MEGABYTE, WebOptions

    is_local = ipaddress.ip_address(address.partition("%")[0]).is_loopback
    password = _password(given["password_file"], environment)
    if not is_local and password is None:
        _let_everybody_in(address, no_auth=given["no_auth"])
    path = given["root_path"]
    root = path.rstrip("/")
    if root and (not _ROOT.fullmatch(root) or any(part in (".", "..") for part in root.split("/"))):
        raise InvalidSetting(f"--root-path {path!r} is not a path such as /pincite.")
    return WebOptions(
        uploads=is_local if given["uploads"] is None else given["uploads"],
        root_path=root,
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
