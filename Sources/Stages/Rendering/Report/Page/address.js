// What is shown, in the page's address: a link to it shows the same.

class Address {
  /// `parts` are { name, get(), set(text) }: a text that stands for what is chosen, empty for nothing in particular.
  constructor(parts) {
    this.parts = parts;
    this.isReading = false;
  }

  /// Takes what stands in the address.
  read() {
    const text = location.hash.slice(1);
    if (!text.includes("=")) return;
    const values = new URLSearchParams(text);
    this.isReading = true;
    for (const { name, set } of this.parts) if (values.has(name)) set(values.get(name));
    this.isReading = false;
    const section = values.get("at");
    if (section) byID(section)?.scrollIntoView();
  }

  get text() {
    const values = new URLSearchParams();
    for (const { name, get } of this.parts) {
      const value = get();
      if (value !== "" && value !== null) values.set(name, value);
    }
    return values.toString();
  }

  /// Writes it, soon: many things change at once.
  write() {
    if (this.isReading || this.isWanted) return;
    this.isWanted = true;
    setTimeout(() => {
      this.isWanted = false;
      history.replaceState(null, "", `#${this.text}${this.section ? `&at=${this.section}` : ""}`);
    }, 200);
  }

  /// From now on the address follows what is chosen.
  follow(selection) {
    for (const what of ["pair", "span", "group", "groups", "map", "asked"]) selection.addEventListener(what, () => this.write());
    // A link within the page is the part that is looked at.
    window.addEventListener("hashchange", () => {
      if (location.hash.includes("=")) return this.read();
      this.section = location.hash.slice(1);
      this.write();
    });
  }
}

/// `more`: further parts.
function keepAddress(report, selection, map, more) {
  const id = (place) => place === null ? "" : report.stations[place].id;
  const placeOf = (text) => {
    const place = report.stations.findIndex((station) => station.id === text);
    return place < 0 ? null : place;
  };
  const run = report.cut;
  const chosen = () => [selection.a, selection.b];
  const address = new Address([
    { name: "a", get: () => id(selection.a), set: (text) => selection.compare(placeOf(text) ?? selection.a, chosen()[1]) },
    { name: "b", get: () => id(selection.b), set: (text) => selection.compare(chosen()[0], placeOf(text) ?? selection.b) },
    {
      name: "span", get: () => selection.span === 24 ? "" : selection.span,
      set: (text) => { if (text === "168" && report.hasWeek) selection.setSpan(168); },
    },
    {
      name: "groups", get: () => report.cut === run ? "" : report.groups.length,
      set: (text) => {
        const cut = report.cuts.find(({ starts }) => String(starts.length) === text);
        if (cut) selection.cutGroups(cut);
      },
    },
    {
      name: "group", get: () => selection.group ?? "",
      set: (text) => { if (report.groups.some(({ number }) => String(number) === text)) selection.highlight(Number(text)); },
    },
    ...map.places.length ? mapParts(map) : [],
    ...more,
  ]);
  address.read();
  address.follow(selection);
}

/// What the map shows, and which part of it.
function mapParts(map) {
  const { view, lines, shows } = map;
  return [
    {
      name: "map", get: () => map.shown === "group" ? "" : map.shown,
      set: (text) => { if (Object.hasOwn(shows, text)) map.setShow(text); },
    },
    {
      name: "hour", get: () => map.shown === "hour" ? shows.hour.hour : "",
      set: (text) => map.setHour(Math.min(map.selection.span - 1, Math.max(0, parseInt(text, 10) || 0))),
    },
    { name: "lines", get: () => lines.bar ?? "", set: (text) => lines.setBar(Number(text)) },
    {
      name: "view",
      get: () => view.isFitted ? "" : `${view.x.toFixed(7)} ${view.y.toFixed(7)} ${view.scale.toPrecision(9)}`,
      set: (text) => {
        const parts = text.split(" ").map(Number);
        if (parts.length === 3 && parts.every(Number.isFinite)) view.show(...parts);
        map.redraw();
      },
    },
  ];
}
