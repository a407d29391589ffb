"""`pincite serve`: the web app, for this machine or behind a password for others."""

import errno
import os
import socket
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from qa_app.commands.exposure import exposure_options, web_options
from qa_app.commands.options import (
    encoder_option,
    library_option,
    load_encoder_for,
    make_answerer,
    open_library,
    settings,
)
from qa_app.errors import InvalidSetting, PortInUse

if TYPE_CHECKING:
    from qa_app.settings import Settings
    from qa_app.web.options import WebOptions

LOG_STYLES = ("warnings", "plain", "json")


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
def command(host: str, port: int, library: str | None, encoder: str | None, **given: Any) -> None:
    """Start the web app and print its address."""
    family, place = _find(host, port)
    options = web_options(given, str(place[0]))
    if given["mcp"]:
        options = _with_tools(options)
    chosen = settings(library, encoder)
    with _listen(family, place, host) as listener:
        from qa_app.web.guard.logs import LogStyle, write_log

        write_log(LogStyle(given["style"]), questions=given["log_questions"])
        _serve(listener, chosen, options)


def _with_tools(options: "WebOptions") -> "WebOptions":
    """The same with tools for assistants; raises InvalidSetting where what speaks their protocol is not there."""
    if find_spec("mcp") is None:
        raise InvalidSetting("--mcp needs what is not installed: pip install 'pincite[mcp]'.")
    return replace(options, mcp=True)


def _serve(listener: socket.socket, chosen: "Settings", options: "WebOptions") -> None:
    """Answer until told to stop; the library is closed afterwards."""
    with open_library(chosen) as opened:
        from qa_app.service import Service
        from qa_app.terminal import encoding_progress
        from qa_app.web import create_app
        from qa_app.web.guard.server import STOP_SECONDS, Server

        click.echo(f"Library: {chosen.library}", err=True)
        with encoding_progress() as progress:
            service = Service(opened, lambda: load_encoder_for(opened, chosen), make_answerer, progress)
            service.warm()
        server = Server(create_app(service, options))
        click.echo(f"pincite is at {_url(listener)}{options.root_path} (Ctrl+C stops it)")
        server.serve_until_stopped(listener)
        is_done = service.finish(STOP_SECONDS)
    click.echo("Stopped." if is_done else "Stopped while files were being added: the last may be missing.", err=True)
    if not is_done:
        os._exit(0)  # a thread within a model's code would crash the interpreter while it is taken down


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
