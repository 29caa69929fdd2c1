"""Runs contenders as whole processes and measures them."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from contest import Contender, Failure, Run, Scenario, Summary

# Presets of these two force a lesser BLAS kernel than the processor's on whoever uses OpenBLAS.
# Python's own would slow its start (no compiled modules) or change what it imports.
REMOVED_VARIABLES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
REMOVED_PREFIX = "PYTHON"


def child_environment(cache: Path) -> dict[str, str]:
    """The environment of every child; compiled Python modules go to the cache, not beside the scripts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in REMOVED_VARIABLES and not name.startswith(REMOVED_PREFIX)
    }
    return kept | {"PYTHONPYCACHEPREFIX": str(cache / "pycache")}


def execute(command: Sequence[str], environment: dict[str, str], words: Path) -> tuple[int, Run]:
    """Runs a command with its output in the file `words`; its exit code and what it took.

    Forked rather than spawned: the kernel counts the memory of the image before exec as the child's
    own peak, and after fork that is only what this process has written to, some megabytes.
    """
    with words.open("wb") as sink, open(os.devnull, "rb") as nothing:
        start = time.monotonic()
        process = os.fork()
        if process == 0:
            try:
                for descriptor, file in enumerate((nothing, sink, sink)):
                    os.dup2(file.fileno(), descriptor)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        try:
            _, status, usage = os.wait4(process, 0)
        except BaseException:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            raise
        wall = time.monotonic() - start
    cpu = usage.ru_utime + usage.ru_stime
    return os.waitstatus_to_exitcode(status), Run(wall, cpu, usage.ru_maxrss * 1024, own=wall)


def run(contender: Contender, environment: dict[str, str], words: Path) -> Run:
    """One run from a clean start: an output left by an earlier run cannot pass for this one's."""
    if contender.output:
        contender.output.unlink(missing_ok=True)
    code, result = execute(contender.command, environment, words)
    if code != 0:
        last = words.read_text(errors="replace").strip().splitlines()[-10:]
        raise Failure("\n".join([f"{contender.name} failed with exit code {code}: {' '.join(contender.command)}", *last]))
    if contender.own_seconds:
        return replace(result, own=contender.own_seconds(words.read_text(errors="replace")))
    return result


def measure(scenario: Scenario, rounds: int, environment: dict[str, str], words: Path) -> dict[str, Summary]:
    """One warm-up each, then rounds in which all contenders take turns.

    Every second round goes backwards, so that nobody always runs in the wake of the same other.
    """
    rounds = min(rounds, scenario.runs or rounds)
    runs: dict[str, list[Run]] = {contender.name: [] for contender in scenario.contenders}
    for number in range(1 if scenario.runs == 1 else 0, rounds + 1):
        order = scenario.contenders if number % 2 == 0 else tuple(reversed(scenario.contenders))
        for contender in order:
            tell(f"{scenario.title}: {f'round {number} of {rounds}' if number else 'warm-up'}: {contender.name}")
            result = run(contender, environment, words)
            if number > 0:
                runs[contender.name].append(result)
    return {name: summarise(results) for name, results in runs.items()}


def summarise(runs: Sequence[Run]) -> Summary:
    walls = [each.wall for each in runs]
    return Summary(
        median=statistics.median(walls),
        fastest=min(walls),
        slowest=max(walls),
        cpu=statistics.median(each.cpu for each in runs),
        peak=max(each.peak for each in runs),
        own=statistics.median(each.own for each in runs),
    )


def answer(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a helper program prints; what it says on standard error goes to the user."""
    try:
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout.strip()
    except OSError as error:
        raise Failure(f"cannot run {' '.join(command)}: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        raise Failure(f"exit code {error.returncode} from {' '.join(command)}") from error


def bring_into_page_cache(path: Path) -> None:
    """Writes a file out and reads it once, so that no contender pays for the disk."""
    buffer = bytearray(1 << 20)
    with path.open("rb", buffering=0) as file:
        os.fsync(file.fileno())
        while file.readinto(buffer):
            pass


class Neighbours:
    """What other processes of the machine take since this was made: they spoil the numbers unseen."""

    def __init__(self) -> None:
        self._start = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        """Seconds of the clock, and CPU seconds of all processes but this one and its children."""
        user, nice, system, _, _, interrupts, soft_interrupts, *_ = map(
            int, Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
        )
        busy = (user + nice + system + interrupts + soft_interrupts) / os.sysconf("SC_CLK_TCK")
        return time.monotonic(), busy - sum(os.times()[:4])

    def cores(self) -> float:
        """The mean number of cores that they kept busy."""
        then, busy_then = self._start
        now, busy = self._now()
        return max(0.0, (busy - busy_then) / (now - then))


def tell(words: str) -> None:
    print(f"compare-peers: {words}", file=sys.stderr, flush=True)
