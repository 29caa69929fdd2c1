// A station by itself: its day, what is known of when it is out, and those around it.

class StationPage {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    for (const what of ["pair", "span", "regrouped"]) selection.addEventListener(what, () => this.show());
  }

  show() {
    const { report, selection: { a } } = this;
    if (a === null) return;
    const station = report.stations[a];
    byID("station-name").replaceChildren(chip(report, station.group), " ", nameOf(station));
    byID("station-facts").replaceChildren(...this.#facts(a).map((parts) => element("li", {}, ...parts)));
    byID("station-day").replaceChildren(...this.#day(a));
    byID("station-near").replaceChildren(...this.#neighbours(a));
  }

  #facts(place) {
    const { report } = this;
    const shares = report.profile(place, 24);
    const known = [...shares].filter((share) => !Number.isNaN(share));
    if (!known.length) return [["No hour of this station is known."]];
    const at = (best) => shares.indexOf(best);
    const [most, fewest] = [greatest(known), least(known)];
    return [
      [`Most free docks at ${at(most)} h (${percent(most)}), fewest at ${at(fewest)} h (${percent(fewest)}); `
        + `on average ${percent(meanOf(known))}.`],
      [this.#out(shares, 1, "bike")], [this.#out(shares, 0, "free dock")], ...this.#times(place).map((words) => [words]),
    ];
  }

  /// A mean of all or nothing proves each of its records; any other bounds how many can be so.
  #out(shares, end, what) {
    const hours = stretchesOfDay([...shares].map((share) => share === end));
    if (hours.length) return `Without a ${what} in every record from ${hours.map(hoursOfDay).join(", ")}.`;
    const bounds = [...shares].map((share) => Number.isNaN(share) ? -1 : end ? share : 1 - share);
    const worst = bounds.indexOf(greatest(bounds));
    return `No hour always without a ${what}; at ${worst} h, when it is scarcest, in at most `
      + `${percent(bounds[worst])} of the records.`;
  }

  /// Shares of the calendar's hours, where the run knows them.
  #times(place) {
    const hours = this.report.hoursOut(place);
    if (!hours?.known) return [];
    const { known, empty, full } = hours;
    const share = (count) => `${percent(count / known)} (${grouped(count)} of ${counted(known, "hour")})`;
    return [`All through the hour without a bike in ${share(empty)}, without a free dock in ${share(full)}.`];
  }

  #day(place) {
    const { report } = this;
    const mean = { values: report.profile(place, 24), kind: "", title: "Mean", content: report.other ? "This period" : "All days" };
    const lines = [mean, ...this.#otherDay(place)];
    const spread = report.spread(place);
    const { group } = report.stations[place];
    const chart = profileChart({
      span: 24, lines, title: `Share of free docks of ${label(report.stations[place])} by hour`, width: 460, height: 200,
      band: spread ? { ...spread, colour: group ? groupColour(report, group) : report.palette.others } : null,
    });
    const words = spread ? "The coloured band holds the middle half of its days."
      : "How its days differ is told by --bins series.";
    const parts = [element("div", {}, element("h4", {}, "Its day"), lines.length > 1 ? chartKey(lines) : null, chart, element("p", { class: "quiet" }, words),
      pictureButtons("its day", "station-day", () => chart))];
    if (report.hasWeek) parts.push(this.#week(place));
    return parts;
  }

  /// Its day in the other period, where there is one that has it.
  #otherDay(place) {
    const { other } = this.report;
    return other?.has(place) ? [{ values: other.profile(place), kind: "second", title: "Then", content: other.title }] : [];
  }

  /// Weekday against weekend: of each hour the mean of its days.
  #week(place) {
    const week = this.report.profile(place, 168);
    const mean = (days) => Array.from({ length: 24 }, (_, hour) => {
      const known = days.map((day) => week[24 * day + hour]).filter((share) => !Number.isNaN(share));
      return known.length ? meanOf(known) : NaN;
    });
    const lines = [
      { values: mean([0, 1, 2, 3, 4]), kind: "first", title: "Monday to Friday", content: "Monday to Friday" },
      { values: mean([5, 6]), kind: "second", title: "Saturday and Sunday", content: "Saturday and Sunday" },
    ];
    const chart = profileChart({
      span: 24, lines, width: 460, height: 200, title: `Weekday and weekend of ${label(this.report.stations[place])}`,
    });
    return element("div", {}, element("h4", {}, "Weekday and weekend"), chart, chartKey(lines), chartNumbers(lines, 24),
      pictureButtons("weekday and weekend", "station-week", () => chart));
  }

  #neighbours(place) {
    const { report, selection } = this;
    if (!report.hasPlace(place)) return [];
    const near = report.placesNear(place, 3).slice(0, 6);
    if (!near.length) return [element("p", {}, "No other station within 3 km.")];
    const columns = [
      { title: "Station" }, { title: "Apart", number: true }, { title: report.about.symbol, number: true }, { title: "Group" },
    ];
    return [table("Nearest stations", columns, near.map(({ place: other, away }) => [
      plainButton(nameOf(report.stations[other], 50), () => selection.compare(place, other)), metresText(away),
      tellingText(report, place, other, report.r(place, other)), chip(report, report.stations[other].group)]))];
  }
}
