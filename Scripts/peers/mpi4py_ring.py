"""A message round the ranks by mpi4py: mpiexec -n N python mpi4py_ring.py arrays|objects BYTES ROUNDS OUTPUT.

Arrays are sent as they are (Send), objects pickled (send). Rank 0 tells the seconds of one message.
"""

from __future__ import annotations

import sys

import numpy as np
from bench_timing import SECONDS, write
from mpi4py import MPI
from own_time import tell_own

WORLD = MPI.COMM_WORLD
NEXT, PREVIOUS = (WORLD.rank + 1) % WORLD.size, (WORLD.rank - 1) % WORLD.size


def arrays(message: np.ndarray) -> np.ndarray:
    if WORLD.rank == 0:
        WORLD.Send(message, NEXT)
    WORLD.Recv(message, PREVIOUS)
    message[0] += WORLD.rank + 1
    if WORLD.rank > 0:
        WORLD.Send(message, NEXT)
    return message


def objects(message: np.ndarray) -> np.ndarray:
    if WORLD.rank == 0:
        WORLD.send(message, NEXT)
    message = WORLD.recv(source=PREVIOUS)
    message[0] += WORLD.rank + 1
    if WORLD.rank > 0:
        WORLD.send(message, NEXT)
    return message


def main() -> None:
    kind, size, rounds, target = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    hand_on = {"arrays": arrays, "objects": objects}[kind]
    message = np.zeros(size // 8, dtype=np.int64)
    trials: list[float] = []
    done = 0
    while WORLD.bcast(len(trials) < 4 or sum(trials) < SECONDS):
        WORLD.Barrier()
        start = MPI.Wtime()
        for _ in range(rounds):
            message = hand_on(message)
        trials.append(MPI.Wtime() - start)
        done += rounds
    if WORLD.rank == 0:
        # The first is a warm-up.
        tell_own(float(np.median(trials[1:])) / (rounds * WORLD.size))
        expected = done * WORLD.size * (WORLD.size + 1) // 2
        write(("wrong words", int(message[0] != expected) + int(np.count_nonzero(message[1:])), 0), target)


if __name__ == "__main__":
    main()
