// What the map shows: groups, correlation with the chosen station, or an hour of the clock. Each says how a station is
// drawn, what that means, and what is told of a station.

/// A disk: `outer` is its rim, `inner` what it is filled with.
function disk(colour) { return { outer: "var(--paper)", inner: colour, grow: 0, rim: 0.75 }; }
function ring(colour) { return { outer: colour, inner: "var(--paper)", grow: -1, rim: 2 }; }

class GroupShow {
  constructor(report, selection) { Object.assign(this, { report, selection }); }

  kind(place) {
    const { group } = this.report.stations[place];
    const isFaint = this.selection.group !== null && group !== this.selection.group;
    return `${group ?? 0} ${isFaint ? "faint" : ""}`;
  }

  style(kind) {
    const [group, faint] = kind.split(" ");
    const style = group === "0" ? ring("var(--control)") : disk(groupColour(this.report, Number(group)));
    return { ...style, isFaint: Boolean(faint) };
  }

  words(place) {
    const { group } = this.report.stations[place];
    return group ? [groupName(this.report, group)] : [];
  }

  /// Buttons that let one group stand out.
  legend() {
    const { report, selection } = this;
    const button = (group, ...content) => element("button", {
      type: "button", title: group && groupName(report, group), "aria-pressed": String(selection.group === group),
      onclick: () => selection.highlight(group),
    }, ...content);
    const largest = [...report.groups].sort((one, two) => two.members.length - one.members.length).slice(0, 24);
    return element("div", { class: "map-key", role: "group", "aria-label": "Groups on the map" },
      button(null, "All groups"), ...largest.sort((one, two) => one.number - two.number)
        .map(({ number, members }) => button(number, chip(report, number), ` ${counted(members.length, "station")}`)));
  }
}

class LikenessShow {
  constructor(report, selection) {
    Object.assign(this, { report, selection });
    this.colours = new Colours(report.palette);
  }

  /// r in steps of 0.05.
  kind(place) {
    const { a } = this.selection;
    const r = a === null ? NaN : this.report.r(place, a);
    return Number.isNaN(r) ? "none" : String(Math.round(20 * r));
  }

  style(kind) {
    return kind === "none" ? ring("var(--control)")
      : { ...disk(this.colours.css(Number(kind) / 20)), outer: "var(--control)" };
  }

  words() { return []; }

  legend() {
    const { report, selection } = this;
    const legend = element("div", { class: "legend" });
    showLegend(legend, report);
    const name = selection.a === null ? "the chosen station" : nameOf(report.stations[selection.a]);
    return element("div", {}, element("p", { class: "quiet" }, "Correlation with ", name, ", in steps of 0.05."), legend);
  }
}

/// What a share of free docks means for who comes by.
const FILLINGS = [
  { upTo: 0.1, words: "hardly a free dock", style: disk("var(--full)") },
  { upTo: 0.35, words: "more bikes than docks", style: disk("var(--fullish)") },
  { upTo: 0.65, words: "both", style: disk("var(--both)") },
  { upTo: 0.9, words: "more docks than bikes", style: disk("var(--emptyish)") },
  { upTo: Infinity, words: "hardly a bike", style: ring("var(--empty)") },
];

/// By the hour of the clock; where it is not known, a dotted nothing.
class ClockShow {
  constructor(report, selection) {
    Object.assign(this, { report, selection });
    this.hour = 8;
  }

  share(place) { return this.report.profile(place, this.selection.span)[this.hour]; }

  static filling(share) {
    if (Number.isNaN(share)) return -1;
    // Limits belong to the emptier and the fuller end.
    return share <= 0.1 ? 0 : share >= 0.9 ? 4 : FILLINGS.findIndex(({ upTo }) => share < upTo);
  }

  kind(place) { return String(ClockShow.filling(this.share(place))); }

  style(kind) { return kind === "-1" ? { ...ring("var(--line)"), isFaint: true } : FILLINGS[kind].style; }

  words(place) { return [`${percent(this.share(place))} of the docks free at ${hourText(this.hour, this.selection.span)}`]; }

  counts() {
    const counts = [0, 0, 0, 0, 0];
    this.report.stations.forEach((_, place) => {
      const filling = ClockShow.filling(this.share(place));
      if (filling >= 0) counts[filling]++;
    });
    return counts;
  }

  /// How many are nearly out.
  sentence() {
    const counts = this.counts();
    const known = counts.reduce((sum, count) => sum + count, 0);
    const at = hourText(this.hour, this.selection.span);
    if (!known) return `At ${at} no station has a record.`;
    const of = known === this.report.count ? counted(known, "station") : `${counted(known, "station")} known then`;
    return `At ${at}, of ${of}, ${grouped(counts[4])} ${counts[4] === 1 ? "has" : "have"} hardly a bike `
      + `(90\u00a0% of the docks or more are free), ${grouped(counts[0])} hardly a free dock (10\u00a0% or less).`;
  }

  legend() {
    const counts = this.counts();
    return element("ul", { class: "key" }, ...FILLINGS.map(({ words, style }, i) => element("li", {},
      diskMark(style), `${words} (${grouped(counts[i])})`)).reverse());
  }
}

/// A disk as it is on the map, for a legend.
function diskMark({ outer, inner, grow, rim }) {
  const mark = drawing("svg", { viewBox: "0 0 18 18", "aria-hidden": "true", class: "disk" });
  for (const [colour, r] of [[outer, 6 + rim + grow], [inner, 6 + grow]]) {
    const circle = drawing("circle", { cx: 9, cy: 9, r });
    circle.style.fill = colour;
    mark.append(circle);
  }
  return mark;
}
