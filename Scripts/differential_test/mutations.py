"""What happens to files on their way: bytes and lines lost, doubled, changed, put together."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from logs import Log, make_log

_INSERTED = (
    b'"', b'""', b"\r", b"\n", b"\r\n", b"\n\n", b"\0", b" ", b"\t", b",", b";", b'" ', b' "', b"\xff", b"\xe9", b"\x1a",
    b"-", b"999999999", b".0", b".5", b"0", b'"\n', b'\n"', b',"', b"\xef\xbb\xbf", b"\n  \n", b"\n,\n",
)
_CELLS = (b"", b" ", b"-1", b"1000000", b"7.0", b"24", b"x", b'"7"', b' "7" ', b'"7" x', b'7"', b'"7')
# Places around which blocks end.
_BLOCK = 256 << 10

Mutation = Callable[[Random, bytes], bytes]


def mutate(rng: Random, log: Log) -> bytes:
    """Nothing, one or several mutations."""
    content = log.content
    for _ in range(rng.choice((0, 0, 0, 1, 1, 1, 2, 3, 5, 12))):
        content = rng.choice(_MUTATIONS)(rng, content)
    if rng.random() < 0.08:
        content += _another(rng, log)
    return content


def _another(rng: Random, log: Log) -> bytes:
    """A second log behind the first: the same header again, or another."""
    network = log.network if rng.random() < 0.7 else None
    return make_log(rng, network, may_be_big=False).content


def _place(rng: Random, content: bytes) -> int:
    """Seldom in the header, without which there is little left to test; often near the end of a block."""
    if len(content) > _BLOCK and rng.random() < 0.5:
        block = rng.randrange(1, len(content) // _BLOCK + 1) * _BLOCK
        return min(max(0, block + rng.randrange(-20, 21)), len(content))
    first = 0 if rng.random() < 0.1 else content.find(b"\n") + 1
    return rng.randrange(first, len(content) + 1)


def _insert(rng: Random, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + rng.choice(_INSERTED) + content[place:]


def _insert_any_byte(rng: Random, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + rng.randbytes(1) + content[place:]


def _delete(rng: Random, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + content[place + rng.choice((1, 1, 1, 2, 10, 100)) :]


def _replace(rng: Random, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + rng.choice((rng.randbytes(1), rng.choice(_INSERTED))) + content[place + 1 :]


def _cut(rng: Random, content: bytes) -> bytes:
    return content[: _place(rng, content)]


def _lines(change: Callable[[Random, list[bytes]], None]) -> Mutation:
    """A mutation of the list of lines, each with its end."""

    def mutation(rng: Random, content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        if lines:
            change(rng, lines)
        return b"".join(lines)

    return mutation


def _line(rng: Random, lines: list[bytes]) -> int:
    """Seldom the header's."""
    return rng.randrange(0 if rng.random() < 0.1 else min(1, len(lines) - 1), len(lines))


def _double_line(rng: Random, lines: list[bytes]) -> None:
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))


def _delete_line(rng: Random, lines: list[bytes]) -> None:
    lines.pop(_line(rng, lines))


def _cut_line(rng: Random, lines: list[bytes]) -> None:
    """Without its start or its end: the line before or behind goes on with it."""
    number = _line(rng, lines)
    place = rng.randrange(len(lines[number]) + 1)
    lines[number] = lines[number][:place] if rng.random() < 0.5 else lines[number][place:]


def _swap_lines(rng: Random, lines: list[bytes]) -> None:
    a, b = _line(rng, lines), _line(rng, lines)
    lines[a], lines[b] = lines[b], lines[a]


def _repeat_header(rng: Random, lines: list[bytes]) -> None:
    lines.insert(rng.randrange(len(lines) + 1), lines[0])


def _change_header(rng: Random, lines: list[bytes]) -> None:
    """A header of other columns, or in another order, somewhere."""
    for delimiter in (b"\t", b";", b","):
        names = lines[0].rstrip(b"\r\n").split(delimiter)
        if len(names) > 2:
            rng.shuffle(names)
            kept = names if rng.random() < 0.5 else names[:-1]
            lines.insert(rng.randrange(len(lines) + 1), delimiter.join(kept) + b"\n")
            return


def _change_cell(rng: Random, lines: list[bytes]) -> None:
    number = _line(rng, lines)
    for delimiter in (b"\t", b";", b","):
        cells = lines[number].split(delimiter)
        if len(cells) > 2:
            cells[rng.randrange(len(cells))] = rng.choice(_CELLS)
            lines[number] = delimiter.join(cells)
            return


def _lone_carriage_returns(rng: Random, content: bytes) -> bytes:
    """As old Macs ended lines: everywhere, or in a stretch."""
    start = _place(rng, content)
    end = start + rng.choice((200, len(content)))
    return content[:start] + content[start:end].replace(b"\r\n", b"\n").replace(b"\n", b"\r") + content[end:]


_MUTATIONS: tuple[Mutation, ...] = (
    _insert, _insert, _insert, _insert, _insert, _insert_any_byte, _delete, _replace, _cut, _lines(_cut_line),
    _lines(_double_line), _lines(_delete_line), _lines(_swap_lines), _lines(_repeat_header), _lines(_change_header),
    _lines(_change_cell), _lines(_change_cell), _lone_carriage_returns,
)
