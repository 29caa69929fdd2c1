"""WebDriver BiDi (W3C) over a WebSocket (RFC 6455): what tests want of either, without a library."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator

_SECONDS = 60


class Connection:
    """Commands and their results, and the events that come between them."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
        self.rest = b""
        self.last = 0
        self.events: list[dict] = []
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self.rest:
            self._receive()
        answer, self.rest = self.rest.split(b"\r\n\r\n", 1)
        assert answer.startswith(b"HTTP/1.1 101"), answer

    def command(self, method: str, **parameters) -> dict:
        self.last += 1
        self._send(json.dumps({"id": self.last, "method": method, "params": parameters}).encode())
        for text in self._messages():
            message = json.loads(text)
            if message.get("id") == self.last:
                assert message["type"] == "success", f"{method}: {message.get('message')}"
                return message["result"]
            if message["type"] == "event":
                self.events.append(message)
        raise AssertionError(f"{method}: the browser has gone")

    def take_events(self) -> list[dict]:
        """Those since the last time."""
        taken, self.events = self.events, []
        return taken

    def close(self) -> None:
        self.socket.close()

    # Frames

    def _send(self, payload: bytes, opcode: int = 1) -> None:
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
        mask = os.urandom(4)
        # As one large number: a page's script has a megabyte.
        covered = int.from_bytes(payload, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        self.socket.sendall(head + mask + covered.to_bytes(size, "big"))

    def _messages(self) -> Iterator[str]:
        parts = b""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._take(8))
            payload = self._take(size)
            opcode = first & 0xF
            if opcode == 8:
                return
            if opcode == 9:
                self._send(payload, 10)
            elif opcode < 8:
                parts += payload
                if first & 0x80:
                    yield parts.decode()
                    parts = b""

    def _take(self, count: int) -> bytes:
        chunks, have = [self.rest], len(self.rest)
        while have < count:
            chunk = self.socket.recv(1 << 20)
            assert chunk, "the browser has gone"
            chunks.append(chunk)
            have += len(chunk)
        whole = b"".join(chunks)
        self.rest = whole[count:]
        return whole[:count]

    def _receive(self) -> None:
        chunk = self.socket.recv(1 << 16)
        assert chunk, "the browser has gone"
        self.rest += chunk
