"""Declarations that other modules see, and that have no doc comment; for `check-house`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "Sources"

# The folders of Sources whose declarations must be documented.
FOLDERS = ("Foundations", "Stages", "Jobs", "velibcorr")
# Requirements of Swift's own protocols, which are documented there.
STANDARD = {"description", "debugDescription", "errorDescription", "hash", "encode", "==", "<", "+"}

KIND = r"(?P<kind>func|init|var|let|struct|class|enum|protocol|actor|typealias|subscript)\b"
ATTRIBUTES = r"(?:@\w+(?:\([^)]*\))?\s+)*"
ATTRIBUTE_LINE = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s*)+$")
MODIFIERS = r"(?:\w+(?:\(\w+\))?\s+)*?"
NAME = r"\s*(?P<name>\w+|[^\s\w(:{]+)?"
SEEN = re.compile(rf"^\s*{ATTRIBUTES}{MODIFIERS}(?:package|public)\s+{MODIFIERS}{KIND}{NAME}")
REQUIREMENT = re.compile(rf"^  {ATTRIBUTES}{MODIFIERS}{KIND}{NAME}")
PROTOCOL = re.compile(rf"^{ATTRIBUTES}{MODIFIERS}protocol\s+(\w+)")
# The types of a file, each with what it is said to be.
TYPE = re.compile(r"^\s*[^/\n]*\b(?:struct|class|enum|actor|protocol|extension)\s+([\w.]+)([^{\n]*)\{", re.MULTILINE)


@dataclass
class Declaration:
    line: int
    kind: str
    name: str
    comment: str
    throws: bool


def faults() -> Iterator[str]:
    """A line for each declaration without a comment, or without a word on what it throws."""
    files = {file: file.read_text("utf-8").splitlines() for file in sorted(SOURCES.rglob("*.swift"))}
    documented = requirements(files)
    for file, lines in files.items():
        if not any((SOURCES / folder) in file.parents for folder in FOLDERS):
            continue
        said_elsewhere = STANDARD.union(*(documented[name] for name in types("\n".join(lines))))
        for found in declarations(lines):
            where = f"{file.relative_to(SOURCES.parent)}:{found.line}: {found.kind} {found.name}".rstrip()
            if found.name in said_elsewhere:
                continue
            if not found.comment:
                yield f"{where} has no doc comment"
            elif found.throws and "throw" not in found.comment.lower():
                yield f"{where}: its doc comment does not say what it throws"


def requirements(files: dict[Path, list[str]]) -> dict[str, set[str]]:
    """Of each protocol, by its name, the requirements that have a comment of their own."""
    documented = defaultdict(set)
    for lines in files.values():
        protocol = None
        for number, line in enumerate(lines):
            if match := PROTOCOL.match(line):
                protocol = match[1]
            elif line.startswith("}"):
                protocol = None
            elif protocol and (match := REQUIREMENT.match(line)) and comment(lines, number):
                documented[protocol].add(match["name"])
    return documented


def types(text: str) -> set[str]:
    """The names of a file's types and extensions, and of all that they are said to conform to."""
    return {word for match in TYPE.finditer(text) for word in re.findall(r"\w+", match[1] + match[2])}


def declarations(lines: list[str]) -> Iterator[Declaration]:
    """What a file declares `package` or `public`, and what its protocols require."""
    protocol = False
    for number, line in enumerate(lines):
        if PROTOCOL.match(line):
            protocol = "package" in line or "public" in line
        elif line.startswith("}"):
            protocol = False
        elif protocol and (match := REQUIREMENT.match(line)):
            yield declaration(match, lines, number)
            continue
        if match := SEEN.match(line):
            yield declaration(match, lines, number)


def declaration(match: re.Match[str], lines: list[str], number: int) -> Declaration:
    can_throw = match["kind"] in ("func", "init") and throws(lines, number)
    return Declaration(number + 1, match["kind"], match["name"] or "", comment(lines, number), can_throw)


def comment(lines: list[str], number: int) -> str:
    """The `///` lines above a declaration, between which and it attributes may stand."""
    number -= 1
    while number >= 0 and ATTRIBUTE_LINE.match(lines[number]):
        number -= 1
    last = number
    while number >= 0 and lines[number].lstrip().startswith("///"):
        number -= 1
    return "\n".join(lines[number + 1 : last + 1])


def throws(lines: list[str], number: int) -> bool:
    """Does what begins in a line throw of its own accord, not only what a closure throws?"""
    text = "\n".join(lines[number : number + 12])
    depth, signature = 0, ""
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth:
            continue
        if character == "{" or (character == "\n" and not re.match(r"\s*(?:throws|->)", text[place:])):
            break
        signature += character
    return re.search(r"\bthrows\b", signature) is not None
