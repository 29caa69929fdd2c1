// Two stations, chosen by name, and their days.

class Comparison {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    this.inputs = [byID("station-a"), byID("station-b")];
    this.labels = uniqueLabels(report.stations);
    this.inOrder = report.inOrder();
    this.#offer(report.isLarge ? [] : this.inOrder);
    for (const input of this.inputs) {
      input.addEventListener("change", () => this.#take());
      if (report.isLarge) input.addEventListener("input", () => this.#offer(this.#matching(input.value)));
    }
    byID("compare-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    selection.addEventListener("pair", () => this.#show());
    for (const what of ["span", "regrouped"]) selection.addEventListener(what, () => this.#show());
  }

  /// To be chosen from while one types.
  #offer(places) {
    byID("station-names").replaceChildren(...places.map((place) => element("option", { value: this.labels[place] })));
  }

  /// Some stations whose label has the text.
  #matching(text) {
    const wanted = folded(text.trim());
    return this.inOrder.filter((place) => folded(this.labels[place]).includes(wanted)).slice(0, 50);
  }

  /// A station by its label, else by its number, else the first whose label has the text; -1 for none.
  find(text) {
    const exact = this.labels.indexOf(text.trim());
    if (exact >= 0) return exact;
    const wanted = folded(text.trim());
    if (!wanted) return -1;
    const byNumber = this.report.stations.findIndex(({ id }) => folded(id) === wanted);
    return byNumber >= 0 ? byNumber : this.inOrder.find((place) => folded(this.labels[place]).includes(wanted)) ?? -1;
  }

  #take() {
    const found = this.inputs.map((input) => this.find(input.value));
    const unknown = this.inputs.find((input, i) => found[i] < 0);
    const problem = byID("compare-problem");
    if (unknown) problem.textContent = `No station is called \u201c${plain(unknown.value, 60)}\u201d.`;
    else this.selection.compare(...found);
  }

  #show() {
    const { report, selection: { a, b, span } } = this;
    if (a === null || b === null) return;
    byID("compare-problem").textContent = "";
    [a, b].forEach((place, i) => { this.inputs[i].value = this.labels[place]; });
    const r = report.r(a, b);
    const distance = kilometres(report.distance(a, b));
    const hours = `${hoursText(report.about, report.commonBins(a, b))} in common`;
    const details = distance ? `${hours}, ${distance} apart` : hours;
    byID("compare-result").replaceChildren(element("p", {},
      nameOf(report.stations[a]), " and ", nameOf(report.stations[b]), ": ",
      element("strong", {}, `${report.about.symbol} = ${rText(r, 4)}`),
      `, ${[otherDaysText(report.interval(a, b)), details].filter(Boolean).join(", ")}. ${a === b ? "" : meaning(r, report.isTelling(a, b))}`));
    const lines = [[a, "first"], [b, "second"]].map(([place, kind]) => ({
      kind, values: report.profile(place, span), title: label(report.stations[place], 40),
      content: element("span", {}, chip(report, report.stations[place].group), " ", nameOf(report.stations[place])),
    }));
    const chart = pairChart(report, a, b, span, 960, 260);
    byID("compare-chart").replaceChildren(chartKey(lines), chart, chartNumbers(lines, span),
      pictureButtons("the two profiles", "compare", () => chart));
    const [alike, opposed] = [report.alikeTo(a), report.opposedTo(a)];
    byID("compare-others").replaceChildren(
      ...alike.length ? [this.#list(`Most alike to ${label(report.stations[a], 40)}`, alike)] : [],
      ...opposed.length ? [this.#list(`Most opposed to ${label(report.stations[a], 40)}`, opposed)] : []);
  }

  #list(title, others) {
    const { report, selection } = this;
    const columns = [
      { title: "Station" }, { title: report.about.symbol, number: true }, { title: "Hours", number: true },
    ];
    return element("div", {}, table(title, columns, others.map((place) => [
      plainButton(nameOf(report.stations[place]), () => selection.compare(selection.a, place)),
      rText(report.r(selection.a, place)),
      grouped(report.commonBins(selection.a, place)),
    ])));
  }
}

/// Labels that tell all stations apart.
function uniqueLabels(stations) {
  const seen = new Map();
  return stations.map((station) => {
    const text = label(station, 80);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text} (${count})`;
  });
}
