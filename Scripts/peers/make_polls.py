"""Makes polls of an API: make_polls.py DOCUMENTS STATIONS FOLDER. GBFS 2 station_status, a file a poll."""

from __future__ import annotations

import random
import sys
from pathlib import Path

STATION = (
    '{"station_id":"%d","num_bikes_available":%d,"num_bikes_disabled":%d,"num_docks_available":%d,'
    '"num_docks_disabled":0,"is_installed":true,"is_renting":true,"is_returning":true,"last_reported":%d,'
    '"num_bikes_available_types":[{"mechanical":%d},{"ebike":%d}]}'
)
POLL = '{"last_updated":%d,"ttl":60,"version":"2.3","data":{"stations":[%s]}}\n'
START = 1704067200
DOCKS = 30


def main() -> None:
    documents, stations = map(int, sys.argv[1:3])
    folder = Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    draws = random.Random(1)
    free = [draws.randint(0, DOCKS) for _ in range(stations)]
    for document in range(documents):
        now = START + 300 * document
        rows = []
        for station in range(stations):
            free[station] = min(DOCKS, max(0, free[station] + draws.randint(-2, 2)))
            bikes = DOCKS - free[station]
            reported = now - draws.randint(0, 200)
            rows.append(
                STATION
                % (1000 + station, bikes, station % 3, free[station], reported, bikes // 2, bikes - bikes // 2)
            )
        (folder / f"{now}.json").write_text(POLL % (now, ",".join(rows)))


if __name__ == "__main__":
    main()
