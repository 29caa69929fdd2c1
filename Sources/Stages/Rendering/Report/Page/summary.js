// What the data are, what they say in short, and what was left out.

function showSummary(report, selection, extremes) {
  const { about } = report;
  const caption = [counted(report.count, "station"), periodText(about), `${about.method} over ${binsText(about)}`];
  byID("caption").textContent = caption.filter(Boolean).join(" \u00b7 ");
  const show = () => {
    byID("findings").replaceChildren(...findings(report, extremes).map((parts) => element("li", {}, ...parts)));
    byID("data").replaceChildren(
      ...facts(report).flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]));
  };
  selection.addEventListener("groups", show);
  show();
  showLegend(byID("legend"), report);
  showLeftOut(report);
  byID("method").textContent = methodText(about, report.isLarge);
}

function periodText({ first, last, sampledDay }) {
  if (!first) return sampledDay ? dayText(sampledDay) : "";
  const [from, to] = [dayText(first), dayText(last)];
  return from === to ? from : `${from} to ${to}`;
}

function binsText({ binKind, binCount }) {
  if (binKind === "hour-of-day") return "the 24 hours of the day";
  if (binKind === "hour-of-week") return "the 168 hours of the week";
  return `${counted(binCount, "hour")} of the calendar`;
}

/// Sentences, each as a list of texts and elements.
function findings(report, { alike, opposed }) {
  const { groups, stations } = report;
  const apart = stations.filter(({ group }) => !group).length;
  const inGroups = report.count - apart;
  const found = [];
  if (groups.length > 1) {
    const largest = [...groups].sort((one, two) => two.members.length - one.members.length || one.number - two.number);
    const shown = largest.slice(0, 3).flatMap((group, i) => [
      i ? "; " : "", chip(report, group.number, `Group ${group.number}`), ` ${group.name} (${grouped(group.members.length)})`,
    ]);
    found.push([`${counted(inGroups, "station")} in ${counted(groups.length, "group")} of like rhythm`
      + `${groups.length > 3 ? ", the largest of which: " : ": "}`, ...shown, "."]);
  } else if (inGroups > 0) {
    found.push([`${counted(inGroups, "station")} in one group: ${rhythm(report, groups[0].members)}.`]);
  }
  const periods = report.other ? [[periodWords(report)]] : [];
  return [...found, ...pairFindings(report, alike, opposed), ...periods, ...apartFindings(report, apart)];
}

function pairFindings(report, alike, opposed) {
  if (!alike.length && !opposed.length) {
    return [["No two stations have a correlation over hours enough: there is nothing to compare."]];
  }
  if (!carriesPairs(report)) {
    return [["Which stations are alike, or opposed, so few hours do not tell; the lists below are of these hours alone."]];
  }
  return [
    alike.length ? pairSentence(report, "Most alike: ", alike[0]) : ["No two stations are alike: no r is above 0."],
    opposed.length ? pairSentence(report, "Most opposed: ", opposed[0]) : ["No two stations are opposed: no r is below 0."],
  ];
}

function apartFindings(report, apart) {
  if (!apart) return [];
  const few = fewHours(report).length;
  const words = [];
  const are = (count) => count === 1 ? "is" : "are";
  if (few) words.push(`${counted(few, "station")} ${are(few)} known for too few hours`);
  if (apart > few) {
    const rest = apart - few;
    words.push(`${counted(rest, "station")} ${rest === 1 ? "has" : "have"} no correlation with any other`);
  }
  return [[`${words.join("; ")}: in no group.`]];
}

function pairSentence(report, words, { a, b, r }) {
  const value = `${report.about.symbol}\u00a0=\u00a0${rText(r)}`;
  return [words, nameOf(report.stations[a]), " and ", nameOf(report.stations[b]), ` (${value}).`];
}

/// When the mean day of stations has most and fewest free docks.
function rhythm(report, members) {
  const { mean } = spreadOf(report, members, 24);
  const known = mean.map((share, hour) => ({ share, hour })).filter(({ share }) => !Number.isNaN(share));
  if (!known.length) return "no hour that half of the stations have";
  const most = known.reduce((one, two) => two.share > one.share ? two : one);
  const least = known.reduce((one, two) => two.share < one.share ? two : one);
  if (most.share - least.share < 0.005) return `the same all day, ${percent(most.share)} of the docks free`;
  const at = ({ hour, share }) => `${hour}\u00a0h (${percent(share)})`;
  return `most free docks at ${at(most)}, fewest at ${at(least)}`;
}

function facts(report) {
  const { about } = report;
  const without = about.pairsUndefined.reduce((sum, { count }) => sum + count, 0);
  const rows = `${grouped(about.rowsRead)} read, ${grouped(about.rowsUsed)} used`;
  const added = `${grouped(about.recordsAdded)} records of profiles`;
  const closed = report.closed.length ? `, and ${grouped(report.closed.length)} always closed` : "";
  const all = [
    ["Source", element("bdi", { class: "name" }, plain(about.inputs.join(", "), 300))],
    ["Period", periodText(about) || "not known: only the hour of the day was read"],
    ["Records", [rows, added].filter((_, i) => (i ? about.recordsAdded : about.rowsRead)).join("; ")],
    ["Stations", counted(report.count, "station") + closed],
    ["Pairs", `${grouped(about.pairs)}, ${without ? grouped(without) : "none"} without a correlation`],
    ["Evidence", evidenceText(about)],
    ["Method", `${about.method} of the means by hour, over ${binsText(about)}`],
    ["Groups", groupsText(report)],
  ];
  return all.filter(([, text]) => text);
}

function groupsText({ groups, cut }) {
  const isKnown = typeof cut.silhouette === "number";
  return groups.length + (isKnown ? `, ${separation(cut.silhouette)} told apart (mean silhouette ${rText(cut.silhouette, 2)})` : "");
}

function evidenceText({ worth, symbol }) {
  if (!worth) return "";
  const sure = worth.sureShare === undefined ? ""
    : `; ${symbol} surely above 0.5 on other days too in ${percent(worth.sureShare)} of the pairs`;
  return worth.words + sure;
}

function showLegend(container, report) {
  const words = "Colours from blue, minus one, by near white, nought, to red, one";
  const bar = element("canvas", { width: 401, height: 1, role: "img", "aria-label": words });
  const context = bar.getContext("2d");
  const colours = new Colours(report.palette);
  for (let i = 0; i < bar.width; i++) {
    context.fillStyle = colours.css((i - 200) / 200);
    context.fillRect(i, 0, 1, 1);
  }
  container.replaceChildren(bar, element("div", { class: "ends" },
    element("span", {}, "\u22121 opposed"), element("span", {}, "0 unrelated"), element("span", {}, "1 alike")),
  element("p", { class: "quiet" }, "Hatched or grey: no correlation."));
}

/// Lines of a list on paper; the page has all of them.
const MOST_ON_PAPER = 40;

function showLeftOut(report) {
  const { about } = report;
  const list = (title, kind, items) => {
    const lines = items.map((item, i) => element("li", i < MOST_ON_PAPER ? {} : { class: "beyond-paper" }, item));
    const more = lines.length - MOST_ON_PAPER;
    if (more > 0) lines.push(element("li", { class: "on-paper" }, `and ${grouped(more)} more, which the page lists`));
    return lines.length ? [element("h3", {}, title), element("ul", { class: kind }, ...lines)] : [];
  };
  const counts = (all, one) => all.map(({ reason, count }) => `${counted(count, one)}: ${reason}`);
  const names = (stations) => stations.map((station) => nameOf(station));
  const apart = report.stations.filter(({ group }) => !group);
  const least = hoursText(about, about.tellingBins);
  const lists = [
    ...list("Rows", "list", counts(about.rowsLeftOut, "row")),
    ...list("Pairs of stations", "list", counts(about.pairsUndefined, "pair")),
    ...list(`Stations in no group: their profile never changes, has fewer than ${least}, or none in common with others`,
      "list names", names(apart)),
    ...list("Stations that were always closed: no dock and no bike", "list names", names(report.closed)),
  ];
  byID("left-out-lists").replaceChildren(...lists);
  const details = byID("left-out");
  details.hidden = lists.length === 0;
  // On paper nothing can be opened.
  let wasOpen = false;
  window.addEventListener("beforeprint", () => { [wasOpen, details.open] = [details.open, true]; });
  window.addEventListener("afterprint", () => { details.open = wasOpen; });
}

function methodText({ version, method, symbol, minimumBins, binKind }, isLarge) {
  return [
    "Availability is free docks / (free docks + bikes); a station's profile is its mean by hour; two stations are",
    `compared by ${method} over the hours that both have, at least ${minimumBins}.`,
    `Groups: average linkage on 1 \u2212 ${symbol}. Nothing of this file comes from a network, or goes there.`,
    ...isLarge ? ["Correlations are made in this page, of profiles that leave them right to some 0.000001."] : [],
    ...binKind === "hour-of-day" ? ["Days of the week were not told apart (--bins hour-of-week does)."] : [],
    `Made by velibcorr ${version}.`,
  ].join(" ");
}
