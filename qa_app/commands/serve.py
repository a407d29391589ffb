"""`pincite serve`: the web app on this machine."""

import errno
import logging
import socket

import click

from qa_app.commands.options import (
    encoder_option,
    library_option,
    load_encoder_for,
    make_answerer,
    open_library,
    settings,
)
from qa_app.errors import InvalidSetting, PortInUse


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@library_option
@encoder_option
def command(host: str, port: int, library: str | None, encoder: str | None) -> None:
    """Start the web app and print its address."""
    listener = _listen(host, port)
    chosen = settings(library, encoder)
    with listener, open_library(chosen) as opened:
        import uvicorn

        from qa_app.service import Service
        from qa_app.terminal import encoding_progress
        from qa_app.web import create_app

        click.echo(f"Library: {chosen.library}", err=True)
        with encoding_progress() as progress:
            service = Service(opened, lambda: load_encoder_for(opened, chosen), make_answerer, progress)
            service.warm()
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning", access_log=False))
        click.echo(f"pincite is at {_address(listener)} (Ctrl+C stops it)")
        # Pressing Ctrl+C twice cuts the shutdown short, which uvicorn reports with a traceback.
        logging.getLogger("uvicorn.error").addFilter(lambda record: "KeyboardInterrupt" not in record.getMessage())
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def _listen(host: str, port: int) -> socket.socket:
    """The socket is taken before anything heavy is loaded, so that a port in use is told at once."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Named as TCP, so that asyncio sends small answers at once instead of holding them back for 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except socket.gaierror as error:
        raise InvalidSetting(f"--host {host!r} is not an address of this machine.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Port {port} is in use on {host}; stop what listens there or choose another with --port."
            ) from error
        raise InvalidSetting(f"{host} port {port} cannot be listened on: {error.strerror}.") from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
