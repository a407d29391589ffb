"""What stands for a Milvus server: milvus-lite at a port of this machine, which can be stopped and started again."""

import logging
from pathlib import Path
from typing import Any

from index.vectors.milvus import MilvusStore


class MilvusDouble:
    """A server over `folder`, which is started at once and needs milvus-lite; or, at `port`, one that is there."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        logging.getLogger("grpc._server").setLevel(logging.CRITICAL)  # it knows no AllocTimestamp
        self._folder = folder
        self._running: tuple[Any, Any] | None = None
        self.port = port
        if not port:
            self.start()

    def start(self) -> None:
        """Answer at the port that was answered at before, if any."""
        from milvus_lite.adapter.grpc.server import start_server_in_thread

        server, db, self.port = start_server_in_thread(str(self._folder), port=self.port)
        self._running = server, db

    def stop(self) -> None:
        """Answer no more; what was written stays."""
        if self._running:
            server, db = self._running
            server.stop(0).wait()
            db.close()
            self._running = None

    def url(self, collection: str) -> str:
        """What `--store` takes."""
        return f"milvus://127.0.0.1:{self.port}/{collection}"

    def store(self, collection: str) -> MilvusStore:
        """The store at that collection."""
        return MilvusStore.at(self.url(collection), {})

    def client(self) -> Any:
        """A client of the server, past any store."""
        from pymilvus import MilvusClient

        return MilvusClient(f"http://127.0.0.1:{self.port}")
