"""Layouts of real logs: names and kinds of columns, delimiter, line ends, quotes.

A column is written `name:kind`; the kinds are those of `cells.py`. A name may hold colons before the last.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """How a network's log is written. `time` is the format of its time columns."""

    name: str
    columns: tuple[tuple[str, str], ...]
    time: str
    delimiter: str = ","
    line_end: str = "\n"
    quotes: str = "needed"
    space_behind_delimiter: bool = False
    ids: str = "small"


def _network(name: str, columns: str, time: str, **traits: object) -> Network:
    pairs = tuple(tuple(column.rsplit(":", 1)) for column in columns.split("|"))
    return Network(name, pairs, time, **traits)


_TSV = {"delimiter": "\t", "line_end": "\r\n"}

NETWORKS: tuple[Network, ...] = (
    _network(
        "exercise",
        "collect_date:time|last_update:time|available_bike_stands:free|available_bikes:bikes|number:station"
        "|heure:hour|minute:minute",
        "seconds", **_TSV,
    ),
    _network(
        "paris-2013",
        "last_update:time|available_bike_stands:free|available_bikes:bikes|number:station|heure:hour|minute:minute",
        "seconds", **_TSV,
    ),
    _network(
        "besancon",
        "address:name|available_bike_stands:free|available_bikes:bikes|banking:flag|bike_stands:count|bonus:flag"
        "|collect_date:time|contract_name:name|file:name|last_update:time|lat:float|lng:float|name:name"
        "|number:station|status:word",
        "microseconds", **_TSV,
    ),
    _network(
        "vanves",
        "address:name|available_bike_stands:free|available_bikes:bikes|banking:flag|bonus:flag|last_update:time"
        "|lat:decimal-comma|lng:decimal-comma|name:name|number:station|status:word|idr:count",
        "day-first", delimiter="\t",
    ),
    _network(
        "velib-2022",
        ":ordinal|Identifiant station:station|Nom station:name|Station en fonctionnement:flag"
        "|Capacité de la station:count|Nombre bornettes libres:free|Nombre total vélos disponibles:bikes"
        "|Vélos mécaniques disponibles:count|Actualisation de la donnée:time|Lattitude:float|Longitude:float",
        "seconds", ids="large",
    ),
    _network(
        "velib-open-data",
        "stationcode:station|name:name|is_installed:word|capacity:count|numdocksavailable:free"
        "|numbikesavailable:bikes|mechanical:count|duedate:time|coordonnees_geo:pair",
        "T+01:00", delimiter=";",
    ),
    _network(
        "oslo",
        "station_id:station|is_installed:word|is_renting:word|last_reported:time|num_vehicles_available:count"
        "|num_bikes_available:bikes|num_docks_available:free|bikes_available:count",
        "epoch", quotes="header",
    ),
    _network(
        "boston", "id:ordinal|station_id:station|update:time|nbBikes:bikes|nbEmptyDocks:free|capacity:count",
        "milliseconds-04",
    ),
    _network(
        "citibike",
        "report_datetime:time|station_id:station|num_bikes_available:bikes|num_bikes_disabled:count"
        "|num_docks_available:free|is_installed:flag|last_reported:epoch",
        "seconds", space_behind_delimiter=True,
    ),
    _network(
        "dublin", "number:station|available_bikes:bikes|available_bike_stands:free|last_update:time", "seconds",
        quotes="text",
    ),
    _network(
        "santiago",
        "timestamp:time|station_id:station|station_name:name|lat:float|lon:float|capacity:count"
        "|bikes_available:bikes|docks_available:free|is_renting:word",
        "seconds", ids="word",
    ),
    _network(
        "san-francisco", "station_id:station|bikes_available:bikes|docks_available:free|time:time", "slashes",
        quotes="text",
    ),
    _network(
        "toulouse",
        "number:station|contractName:name|address:name|position:nested|status:word|lastUpdate:time"
        "|totalStands:nested|snapshot_time:time",
        "Z",
    ),
    _network(
        "bordeaux", "ident:station|nom:name|etat:word|nbplaces:free|nbvelos:bikes|time:time", "T+01:00", delimiter=";",
    ),
    _network(
        "jcdecaux-api",
        "number:station|name:name|available_bike_stands:free|available_bikes:bikes|last_update:time",
        "epoch-ms",
    ),
    _network(
        "gbfs-python",
        "station_id:station|num_docks_available:free|num_bikes_available:bikes|last_reported:time",
        "epoch-fraction", ids="uuid",
    ),
    _network("hourly", "station:station|free_docks:free|bikes:bikes|hour:hour", "seconds"),
    _network(
        "comments",
        "number:station|comment:prose|available_bike_stands:free|available_bikes:bikes|last_update:time",
        "seconds",
    ),
    _network("own-names", "where:station|when:time|docks:free|velos:bikes|note:name|other when:time", "seconds"),
)

# Logs that are always, or often, to be refused: one of either kind in a hundred files.
_SELDOM = ("toulouse", "hourly")
WEIGHTS = tuple(0.2 if network.name in _SELDOM else 1.0 for network in NETWORKS)
BY_NAME = {network.name: network for network in NETWORKS}
