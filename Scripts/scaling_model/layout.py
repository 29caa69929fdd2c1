"""Ranks and threads of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    ranks: int
    threads: int

    @property
    def workers(self) -> int:
        return self.ranks * self.threads

    def __str__(self) -> str:
        return f"{self.ranks:,} x {self.threads}"
