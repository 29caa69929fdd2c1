// The most alike and the most opposed pairs.

const LISTED_PAIRS = 10;

/// Of the pairs whose r is telling those with the greatest, and those with the least below 0; and of each station
/// the other that is most alike.
function findExtremes(report) {
  const alike = new Best(report, (one, two) => two.r - one.r);
  const opposed = new Best(report, (one, two) => one.r - two.r);
  const nearest = report.stations.map(() => ({ place: -1, r: -Infinity }));
  report.forEachPair((a, b, r) => {
    alike.add(a, b, r);
    if (r < 0) opposed.add(a, b, r);
    if ((r > nearest[a].r || r > nearest[b].r) && report.isTelling(a, b)) {
      if (r > nearest[a].r) nearest[a] = { place: b, r };
      if (r > nearest[b].r) nearest[b] = { place: a, r };
    }
  });
  return { alike: alike.pairs, opposed: opposed.pairs, nearest };
}

/// Some best pairs; of equal ones those that come first.
class Best {
  constructor(report, order) {
    this.report = report;
    this.order = order;
    this.pairs = [];
  }

  add(a, b, r) {
    if (this.pairs.length === LISTED_PAIRS && this.order({ r }, this.pairs.at(-1)) >= 0) return;
    if (!this.report.isTelling(a, b)) return;
    const pair = { a, b, r };
    const at = this.pairs.findIndex((other) => this.order(pair, other) < 0);
    this.pairs.splice(at < 0 ? this.pairs.length : at, 0, pair);
    if (this.pairs.length > LISTED_PAIRS) this.pairs.pop();
  }
}

function showPairs(report, selection, { alike, opposed }) {
  const hours = counted(Math.ceil(report.mostBins / 2), "common hour");
  byID("pairs-words").textContent = `Of the pairs with at least ${hours}: with fewer, stations may agree by chance.`;
  const list = (title, pairs, none) => pairs.length ? pairTable(report, selection, title, pairs) : element("p", {}, none);
  byID("alike").append(list("Most alike", alike, "No pair of stations has a correlation over hours enough."));
  byID("opposed").append(list("Most opposed", opposed, "No pair of stations is opposed."));
}

function pairTable(report, selection, title, pairs) {
  const hasPlaces = report.places.length > 0;
  const columns = [
    { title: "Stations" }, { title: report.about.symbol, number: true }, { title: "Hours", number: true },
  ];
  if (hasPlaces) columns.push({ title: "Apart", number: true });
  return table(title, columns, pairs.map(({ a, b, r }) => {
    const names = element("span", {}, nameOf(report.stations[a]), element("br"), nameOf(report.stations[b]));
    const row = [plainButton(names, () => selection.show(a, b)), rText(r), grouped(report.commonBins(a, b))];
    return hasPlaces ? [...row, kilometres(report.distance(a, b))] : row;
  }));
}
