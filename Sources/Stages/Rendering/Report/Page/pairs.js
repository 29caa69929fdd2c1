// The most alike and the most opposed pairs, and pairs by their distance.

/// The pairs with the greatest telling r above 0, and those with the least below 0; and of each station the other that is
/// most alike.
function findExtremes(report) {
  const pair = ([a, b]) => ({ a, b, r: report.r(a, b) });
  const { alike, opposed } = report.extremes;
  const nearest = report.stations.map((_, station) => {
    const [place = -1] = report.alikeTo(station);
    return { place, r: place < 0 ? NaN : report.r(station, place) };
  });
  return { alike: alike.map(pair), opposed: opposed.map(pair), nearest };
}

/// Returns what may be asked of pairs.
function showPairs(report, selection, { alike, opposed }) {
  const hours = counted(report.about.tellingBins, "common hour");
  const caution = carriesPairs(report) ? "" : " The data are too thin to say that it is so on other days.";
  const ends = report.hasIntervals ? ` Low and high: between them ${report.about.symbol} lies on other days, too, with 95\u00a0%.` : "";
  byID("pairs-words").textContent
    = `Of the pairs with at least ${hours}: with fewer, stations may agree by chance.${caution}${ends}`;
  const list = (title, pairs, none) => pairs.length ? pairTable(report, selection, title, pairs) : element("p", {}, none);
  byID("alike").append(list("Most alike", alike, "No pair of stations with hours enough is alike."));
  byID("opposed").append(list("Most opposed", opposed, "No pair of stations is opposed."));
  return new PairQuestions(report, selection);
}

/// Of an interval, as --pairs heads them.
const ENDS = [{ title: "Low", end: "low" }, { title: "High", end: "high" }];

function pairTable(report, selection, title, pairs) {
  const hasPlaces = report.places.length > 0;
  const columns = [
    { title: "Stations" }, { title: report.about.symbol, number: true }, { title: "Hours", number: true },
  ];
  if (report.hasIntervals) columns.push(...ENDS.map(({ title }) => ({ title, number: true })));
  if (hasPlaces) columns.push({ title: "Apart", number: true });
  return table(title, columns, pairs.map(({ a, b, r }) => {
    const names = element("span", {}, nameOf(report.stations[a]), element("br"), nameOf(report.stations[b]));
    const row = [plainButton(names, () => selection.show(a, b)), rText(r), grouped(report.commonBins(a, b))];
    if (report.hasIntervals) row.push(...ENDS.map(({ end }) => endText(report.interval(a, b)?.[end])));
    return hasPlaces ? [...row, kilometres(report.distance(a, b))] : row;
  }));
}
