// All stations, to search and to sort.

const ROWS_AT_ONCE = 100;

class StationTable {
  constructor(report, selection, { nearest }) {
    this.report = report;
    this.selection = selection;
    this.rows = report.stations.map((station, place) => ({
      place, station, mean: report.mean(place), hours: report.commonBins(place, place), nearest: nearest[place],
      text: folded(`${station.id} ${station.name ?? ""}`),
    }));
    const { stations } = report;
    const hasNames = stations.some(({ name }) => name);
    this.columns = [
      { title: "Station", key: (row) => row.station.number, cell: (row) => this.#stationCell(row) },
      ...hasNames ? [{
        title: "Name", isWide: true, key: ({ station }) => folded(station.name ?? ""),
        cell: ({ station }) => this.#nameCell(station),
      }] : [],
      {
        title: "Group", key: ({ station }) => station.group ?? Infinity,
        cell: ({ station }) => chip(report, station.group),
      },
      { title: "Free docks", number: true, key: (row) => row.mean, cell: (row) => percent(row.mean) },
      { title: "Hours", number: true, key: (row) => row.hours, cell: (row) => grouped(row.hours) },
      {
        title: "Most alike", isWide: true, key: ({ nearest }) => stations[nearest.place]?.number ?? Infinity,
        cell: (row) => this.#nearestCell(row),
      },
      {
        title: report.about.symbol, number: true, key: ({ nearest }) => nearest.r,
        cell: ({ nearest }) => nearest.place < 0 ? "" : rText(nearest.r),
      },
    ];
    this.sorted = { column: 0, isRising: true };
    this.limit = ROWS_AT_ONCE;
    this.#build();
    this.#show();
    selection.addEventListener("groups", () => this.#show());
  }

  #stationCell({ place, station, nearest }) {
    const other = nearest.place < 0 ? place : nearest.place;
    return plainButton(element("bdi", {}, plain(station.id, 40)), () => this.selection.show(place, other));
  }

  #nameCell({ name }) { return element("bdi", { class: "name" }, plain(name ?? "", 80)); }

  #nearestCell({ place, nearest }) {
    if (nearest.place < 0) return "";
    const name = nameOf(this.report.stations[nearest.place], 40);
    return plainButton(name, () => this.selection.show(place, nearest.place));
  }

  #build() {
    this.heads = this.columns.map((column, i) => element("th", { scope: "col", class: kindOf(column) },
      element("button", { type: "button", class: "label", onclick: () => this.#sort(i) }, column.title)));
    this.body = element("tbody");
    byID("station-table").append(element("table", {},
      element("caption", { class: "hidden" }, "All stations; the buttons of the head sort them"),
      element("thead", {}, element("tr", {}, ...this.heads)), this.body));
    byID("search").addEventListener("input", () => {
      this.limit = ROWS_AT_ONCE;
      this.#show();
    });
  }

  #sort(column) {
    this.sorted = { column, isRising: this.sorted.column === column ? !this.sorted.isRising : true };
    this.#show();
  }

  /// Rows that are found, in order.
  #found() {
    const groups = [];
    const wanted = folded(byID("search").value).replace(/\bgroup\s+(\d+|none)\b/g, (_, group) => {
      groups.push(group === "none" ? undefined : Number(group));
      return "";
    }).split(/\s+/).filter(Boolean);
    const { column, isRising } = this.sorted;
    const { key } = this.columns[column];
    const sign = isRising ? 1 : -1;
    const isFound = ({ text, station }) => wanted.every((word) => text.includes(word))
      && groups.every((group) => station.group === group);
    return this.rows.filter(isFound)
      .map((row) => ({ row, key: key(row) }))
      .sort((one, two) => sign * compare(one.key, two.key) || one.row.station.number - two.row.station.number)
      .map(({ row }) => row);
  }

  #show() {
    const found = this.#found();
    this.heads.forEach((head, i) => {
      if (i === this.sorted.column) head.setAttribute("aria-sort", this.sorted.isRising ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const shown = found.slice(0, this.limit);
    const cells = (row) => this.columns.map(({ cell }) => cell(row));
    this.body.replaceChildren(...shown.map((row) => tableRow(this.columns, cells(row))));
    byID("found").textContent = found.length === shown.length ? `${counted(found.length, "station")}`
      : `${grouped(shown.length)} of ${counted(found.length, "station")}`;
    const more = (text, limit) => element("button", { type: "button", onclick: () => this.#extend(limit) }, text);
    byID("more-rows").replaceChildren(...found.length === shown.length ? []
      : [more(`Show ${ROWS_AT_ONCE} more`, this.limit + ROWS_AT_ONCE), more(`Show all ${grouped(found.length)}`, Infinity)]);
  }

  /// Shows more rows, and goes to the first of them, as the button may be gone.
  #extend(limit) {
    const first = this.limit;
    this.limit = limit;
    this.#show();
    this.body.rows[first]?.querySelector("button")?.focus();
  }
}

/// Texts by their letters, numbers by value, what is not known first.
function compare(one, two) {
  if (typeof one === "string") return collator.compare(one, two);
  if (Number.isNaN(one) || Number.isNaN(two)) return Number.isNaN(two) - Number.isNaN(one);
  return one === two ? 0 : one - two;
}

const collator = new Intl.Collator("en", { numeric: true });
