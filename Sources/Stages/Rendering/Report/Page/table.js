// All stations, to search and to sort.

class StationTable {
  constructor(report, selection, { nearest }) {
    this.report = report;
    this.selection = selection;
    this.rows = report.stations.map((station, place) => ({
      place, station, mean: report.mean(place), hours: report.commonBins(place, place), nearest: nearest[place],
    }));
    this.table = new DataTable({
      container: byID("station-table"), caption: "All stations", name: "stations", columns: this.#columns(),
      csv: this.#saved(), order: ({ station }) => station.number, counts: byID("found"), unit: "station",
    });
    byID("search").addEventListener("input", () => {
      this.show();
      selection.asked();
    });
    selection.addEventListener("regrouped", () => this.show());
    this.show();
  }

  /// What is searched.
  get addressParts() {
    const search = byID("search");
    const set = (text) => {
      search.value = text;
      this.show();
    };
    return [{ name: "find", get: () => search.value, set }];
  }

  #columns() {
    const { stations, about } = this.report;
    const name = {
      title: "Name", isWide: true, key: ({ station }) => folded(station.name ?? ""),
      cell: ({ station }) => element("bdi", { class: "name" }, plain(station.name ?? "", 80)),
    };
    return [
      { title: "Station", key: (row) => row.station.number, cell: (row) => this.#stationCell(row) },
      ...stations.some((station) => station.name) ? [name] : [],
      {
        title: "Group", key: ({ station }) => station.group ?? Infinity,
        cell: ({ station }) => chip(this.report, station.group),
      },
      { title: "Free docks", number: true, key: (row) => row.mean, cell: (row) => percent(row.mean) },
      { title: "Hours", number: true, key: (row) => row.hours, cell: (row) => grouped(row.hours) },
      {
        title: "Most alike", isWide: true, key: ({ nearest }) => stations[nearest.place]?.number ?? Infinity,
        cell: (row) => this.#nearestCell(row),
      },
      {
        title: about.symbol, number: true, key: ({ nearest }) => nearest.r,
        cell: ({ nearest }) => nearest.place < 0 ? "" : rText(nearest.r),
      },
    ];
  }

  /// As --groups writes it.
  #saved() {
    const order = new Map();
    this.report.groups.forEach(({ members }) => members.forEach((place) => order.set(place, order.size + 1)));
    return [
      { head: "station", value: ({ station }) => station.id },
      { head: "cluster", value: ({ station }) => station.group },
      { head: "order", value: ({ place }) => order.get(place) },
      { head: "name", value: ({ station }) => station.name },
      { head: "lat", value: ({ station }) => csvDouble(station.lat) },
      { head: "lng", value: ({ station }) => csvDouble(station.lng) },
    ];
  }

  #stationCell({ place, station, nearest }) {
    const other = nearest.place < 0 ? place : nearest.place;
    return plainButton(element("bdi", {}, plain(station.id, 40)), () => this.selection.show(place, other));
  }

  #nearestCell({ place, nearest }) {
    if (nearest.place < 0) return "";
    const name = nameOf(this.report.stations[nearest.place], 40);
    return plainButton(name, () => this.selection.show(place, nearest.place));
  }

  /// Words are found in number and name; `group 2` finds those of group 2.
  show() {
    const wanted = folded(byID("search").value);
    const group = wanted.match(/\bgroup (none|\d+)\b/)?.[1];
    const words = wanted.replace(/\bgroup (none|\d+)\b/, "").split(/\s+/).filter(Boolean);
    const found = this.rows.filter(({ station }) => {
      if (group && String(station.group ?? "none") !== group) return false;
      const text = folded(`${station.id} ${station.name ?? ""}`);
      return words.every((word) => text.includes(word));
    });
    this.table.set(found);
  }
}
