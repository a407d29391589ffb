"""The messages between the two processes: JSON objects, each after its length in eight bytes."""

import json
from typing import IO, Any

Message = dict[str, Any]
MOST_BYTES = 1 << 30
_LENGTH = 8


class BrokenFrame(Exception):
    """What came is not a message: the other side stopped in the middle, or something else was written."""


def encode(message: Message) -> bytes:
    """One frame; raises ValueError where a string in it is not valid Unicode."""
    body = json.dumps(message, ensure_ascii=False, check_circular=False).encode("utf-8")
    return len(body).to_bytes(_LENGTH, "big") + body


def write(stream: IO[bytes], message: Message) -> None:
    """Send one message; raises OSError where nobody reads any more, ValueError as `encode` does."""
    stream.write(encode(message))
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """The next message, None where the other side has closed; raises BrokenFrame."""
    head = stream.read(_LENGTH)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > MOST_BYTES:
        raise BrokenFrame("the length of a message is not whole")
    body = stream.read(length)
    if len(body) < length:
        raise BrokenFrame("a message was cut short")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrokenFrame("a message is not JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrame("a message is not an object")
    return message
