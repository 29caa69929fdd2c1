// Another period of the same network, beside that of the page: its matrix, and the stations that changed.

class OtherPeriod {
  constructor(content, { correlations, values, day }, count, about) {
    this.inputs = content.inputs;
    this.period = periodText(content);
    this.counts = { stations: content.stations, pairs: content.pairs, significant: content.significant };
    /// By place: pairs compared, those that differ, the other station of the pair that differs most; null where it is missing.
    this.changes = content.changes;
    this.pairs = values ? new ProfileCorrelations(values, count, about) : new RoundedCorrelations(correlations, count);
    this.days = day;
  }

  has(place) { return this.changes[place] !== null; }

  /// r of two stations then; NaN where it is undefined.
  r(a, b) { return a === b ? (this.has(a) ? 1 : NaN) : this.pairs.r(a, b); }

  /// The share of free docks by hour of the day; NaN where there is none.
  profile(place) { return this.days.subarray(24 * place, 24 * (place + 1)); }

  /// Which it is, in words.
  get title() { return this.period || this.inputs.join(", "); }
}

/// What the cells of the matrix may show of two stations.
const MATRIX_SHOWS = [
  { value: "r", text: "This period", of: (report, a, b) => report.r(a, b) },
  { value: "other", text: "The other period", of: ({ other }, a, b) => other.r(a, b) },
  {
    value: "change", text: "Change", words: "Red where the other period has a greater r, blue where it has a lesser one.",
    of: (report, a, b) => Math.max(-1, Math.min(1, report.other.r(a, b) - report.r(a, b))),
  },
];

function showOf(name) { return MATRIX_SHOWS.find(({ value }) => value === name); }

function periodWords({ other, count }) {
  const { stations, pairs, significant } = other.counts;
  const are = (number) => number === 1 ? "is" : "are";
  const missing = count - other.changes.filter(Boolean).length;
  const lacks = missing ? ` ${counted(missing, "station")} of this page ${are(missing)} not in the other period.` : "";
  const found = pairs ? `of their ${counted(pairs, "pair")} that could be compared, ${grouped(significant)} `
    + `${significant === 1 ? "differs" : "differ"} by more than chance (q < 0.05)`
    : "none of their pairs could be compared, as one of the two has too few days";
  return `Compared with ${other.title}: ${counted(stations, "station")} ${are(stations)} in both periods; ${found}.${lacks}`;
}

/// The stations of both periods, those first of which most pairs differ.
function showPeriods(report, selection) {
  const { other, about, stations } = report;
  if (!other) return;
  byID("periods").hidden = byID("periods-link").hidden = false;
  byID("periods-words").textContent = periodWords(report);
  const rows = other.changes.map((change, place) => ({ place, change })).filter(({ change }) => change).map(({ place, change }) => {
    const [pairs, differing, partner] = change;
    const hasPartner = partner >= 0;
    return {
      place, pairs, differing, partner,
      now: hasPartner ? report.r(place, partner) : NaN, then: hasPartner ? other.r(place, partner) : NaN,
    };
  });
  const change = ({ now, then }) => Number.isNaN(then - now) ? -1 : Math.abs(then - now);
  [...rows].sort((one, two) => change(two) - change(one) || stations[one.place].number - stations[two.place].number)
    .forEach((row, rank) => { row.rank = rank; });
  const number = (place) => stations[place]?.number ?? Infinity;
  const show = (place, to, text) => plainButton(text, () => selection.show(place, to));
  const r = (title, key) => ({ title, number: true, key, cell: (row) => Number.isNaN(key(row)) ? "" : rText(key(row)) });
  const count = (title, key) => ({ title, number: true, key, cell: (row) => grouped(key(row)) });
  const changed = new DataTable({
    container: byID("periods-table"), caption: "Stations that changed", name: "changed-stations", order: ({ rank }) => rank,
    atOnce: 25, unit: "station",
    columns: [
      {
        title: "Station", isWide: true, key: ({ place }) => number(place),
        cell: (row) => show(row.place, row.partner < 0 ? row.place : row.partner, nameOf(stations[row.place], 40)),
      },
      count("Pairs that differ", ({ differing }) => differing), count("Of so many", ({ pairs }) => pairs),
      {
        title: "Changed most with", isWide: true, key: (row) => number(row.partner),
        cell: (row) => row.partner < 0 ? "" : show(row.place, row.partner, nameOf(stations[row.partner], 40)),
      },
      r(`${about.symbol}, this period`, ({ now }) => now), r(`${about.symbol}, the other`, ({ then }) => then),
    ],
    csv: [
      { head: "station", value: ({ place }) => stations[place].id }, { head: "pairs", value: ({ pairs }) => pairs },
      { head: "differing", value: ({ differing }) => differing },
      { head: "other", value: (row) => stations[row.partner]?.id },
      ...[["r1", "now"], ["r2", "then"]].map(([head, key]) => ({
        head, value: (row) => Number.isNaN(row[key]) ? null : csvR(row[key]),
      })),
    ],
  });
  changed.sorted = { column: 1, isRising: false };
  changed.set(rows);
}
