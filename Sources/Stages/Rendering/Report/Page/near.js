// Who can help whom: for each station that runs out, the nearest that has then what it lacks. Profiles have shares of docks,
// not their number: so much is said.

/// What a station that helps has at least of what is missing, in each of the hours.
const HELPING_SHARE = 1 / 3;

class HelpTable {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    if (!report.places.length) return;
    byID("help").hidden = false;
    this.bar = this.#choice("help-bar", "Nearly out: less than", [[0.05, "5 %"], [0.1, "10 %"], [0.2, "20 %"]], 0.1);
    this.reach = this.#choice("help-reach", "Help within",
      [[0.3, "300 m"], [0.5, "500 m"], [1, "1 km"], [2, "2 km"], [3, "3 km"]], 1);
    byID("help-choices").append(this.bar.body, this.reach.body);
    this.table = new DataTable({
      container: byID("help-table"), caption: "Stations that run out, and who can help", name: "help", columns: this.#columns(),
      csv: this.#saved(), order: ({ place }) => report.stations[place].number, atOnce: 25,
    });
    whenSeen(report, byID("help"), () => this.show());
  }

  #choice(id, text, options, chosen) {
    const change = () => {
      this.show();
      this.selection.asked();
    };
    const select = element("select", { id, onchange: change }, ...options.map(([value, words]) => element(
      "option", { value, selected: value === chosen ? "" : null }, words)));
    const isOne = (asked) => options.some(([value]) => String(value) === asked);
    return {
      body: element("label", {}, `${text} `, select), get value() { return Number(select.value); },
      get asked() { return Number(select.value) === chosen ? "" : select.value; },
      set asked(text) { if (isOne(text)) select.value = text; },
    };
  }

  /// What counts as nearly out, and how far help may be.
  get addressParts() {
    if (!this.table) return [];
    const part = (name, field) => ({
      name, get: () => field.asked,
      set: (text) => {
        field.asked = text;
        if (this.table.rows.length) this.show();
      },
    });
    return [part("out", this.bar), part("reach", this.reach)];
  }

  #columns() {
    const { report, selection } = this;
    const number = (place) => report.stations[place]?.number ?? Infinity;
    return [
      {
        title: "Station", isWide: true, key: ({ place }) => number(place),
        cell: ({ place, helper }) => plainButton(
          nameOf(report.stations[place], 40), () => selection.show(place, helper ?? place)),
      },
      { title: "Lacks", key: ({ lacks }) => lacks, cell: ({ lacks }) => lacks },
      { title: "When", key: ({ hours }) => hours[0], cell: ({ hours }) => hoursOfDay(hours) },
      { title: "Has then", number: true, key: ({ has }) => has, cell: ({ has }) => percent(has) },
      {
        title: "Nearest that can help", isWide: true, key: ({ helper }) => number(helper),
        cell: ({ place, helper }) => helper === null ? "none so near"
          : plainButton(nameOf(report.stations[helper], 40), () => selection.show(place, helper)),
      },
      { title: "Apart", number: true, key: ({ away }) => away, cell: ({ away }) => Number.isNaN(away) ? "" : metresText(away) },
      {
        title: "Has then", number: true, key: ({ helps }) => helps,
        cell: ({ helps }) => Number.isNaN(helps) ? "" : percent(helps),
      },
      {
        title: report.about.symbol, number: true, key: ({ r }) => r,
        cell: ({ place, r, helper }) => helper === null ? "" : tellingText(report, place, helper, r),
      },
    ];
  }

  #saved() {
    const { stations } = this.report;
    const share = (value) => Number.isNaN(value) ? null : value.toFixed(4);
    return [
      { head: "station", value: ({ place }) => stations[place].id },
      { head: "lacks", value: ({ lacks }) => lacks },
      { head: "hours", value: ({ hours }) => hours.join(" ") },
      { head: "share", value: ({ has }) => share(has) },
      { head: "helper", value: ({ helper }) => stations[helper]?.id },
      { head: "metres", value: ({ away }) => Number.isNaN(away) ? null : (1000 * away).toFixed(1) },
      { head: "helper_share", value: ({ helps }) => share(helps) },
      { head: "r", value: ({ r }) => share(r) },
    ];
  }

  /// All stretches of hours in which stations lack bikes or docks.
  #shortages() {
    const { report } = this;
    const bar = this.bar.value;
    const found = [];
    for (const place of report.places) {
      const free = report.profile(place, 24);
      for (const lacks of ["bikes", "docks"]) {
        const share = (hour) => lacks === "docks" ? free[hour] : 1 - free[hour];
        const isOut = Array.from(free, (_, hour) => share(hour) < bar);
        for (const hours of isOut.includes(true) ? stretchesOfDay(isOut) : []) {
          found.push({ place, lacks, hours, has: meanOf(hours.map(share)) });
        }
      }
    }
    return found;
  }

  /// The least share of what is missing that a station has in some hours; NaN where one is not known.
  #helps(place, { lacks, hours }) {
    const free = this.report.profile(place, 24);
    return Math.min(...hours.map((hour) => lacks === "docks" ? free[hour] : 1 - free[hour]));
  }

  show() {
    const { report, reach: { value: reach } } = this;
    const rows = this.#shortages().map((shortage) => {
      const found = report.placesNear(shortage.place, reach).find(({ place }) => this.#helps(place, shortage) >= HELPING_SHARE);
      if (!found) return { ...shortage, helper: null, away: NaN, helps: NaN, r: NaN };
      const { place, away } = found;
      return { ...shortage, helper: place, away, helps: this.#helps(place, shortage), r: report.r(shortage.place, place) };
    });
    const stations = (list) => new Set(list.map(({ place }) => place)).size;
    const alone = rows.filter(({ helper }) => helper === null);
    const lacking = (what) => rows.filter(({ lacks }) => lacks === what);
    const helped = !alone.length ? "Each of these has at all such times a station"
      : `Of these, ${grouped(stations(alone))} ${stations(alone) === 1 ? "has" : "have"} at some time no station`;
    byID("help-words").textContent = rows.length === 0
      ? "By the mean of their hours, no station whose place is known is nearly out of bikes or docks."
      : `By the mean of their hours, ${counted(stations(lacking("bikes")), "station")} nearly run out of bikes, `
        + `${grouped(stations(lacking("docks")))} out of docks. ${helped} within ${metresText(reach)} with a third or more `
        + "of what is missing.";
    this.table.set(rows);
  }
}

function meanOf(values) { return values.reduce((sum, value) => sum + value, 0) / values.length; }

/// The hours of each stretch of those that are true; midnight does not part one.
function stretchesOfDay(isIn) {
  if (isIn.every(Boolean)) return [isIn.map((_, hour) => hour)];
  const start = isIn.indexOf(false);
  const found = [];
  let current = null;
  for (let i = 0; i < 24; i++) {
    const hour = (start + i) % 24;
    if (!isIn[hour]) current = null;
    else if (current) current.push(hour);
    else found.push(current = [hour]);
  }
  return found.sort((one, two) => one[0] - two[0]);
}

/// 7, 8, 9 -> 7 to 10 h
function hoursOfDay(hours) {
  return hours.length === 24 ? "all day" : `${hours[0]}\u00a0to\u00a0${(hours.at(-1) + 1) % 24 || 24}\u00a0h`;
}
