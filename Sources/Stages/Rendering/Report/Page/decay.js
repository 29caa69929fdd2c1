// How r falls with distance, as --decay has it.

function readDecay(text) {
  const [, ...lines] = text.trimEnd().split("\n");
  return lines.map((line) => {
    const [from, to, pairs, mean, deviation, negative] = line.split(",").map((field) => field === "" ? NaN : Number(field));
    return { from: from / 1000, to: to / 1000, pairs, mean, deviation, negative };
  });
}

function showDecay(report) {
  const { about: { symbol }, decay: text } = report;
  if (text === undefined) return;
  byID("decay").hidden = false;
  const classes = readDecay(text);
  const apart = ({ from, to }) => from ? `${metresText(from)} to\u00a0${metresText(to)}` : `below\u00a0${metresText(to)}`;
  const known = classes.filter(({ pairs }) => pairs > 0);
  const words = ({ mean, pairs, ...ends }) => `${apart(ends)} apart, ${rText(mean, 2)} (${counted(pairs, "pair")})`;
  byID("decay-words").textContent = known.length
    ? `Mean ${symbol} of two stations: ${[...new Set([known[0], known.at(-1)])].map(words).join("; ")}. `
      + "Lines reach from one standard deviation below the mean to one above."
    : "No two stations with a place have a correlation over hours enough.";
  const chart = decayChart(classes, symbol);
  const columns = ["Apart", "Pairs", `Mean ${symbol}`, "Deviation", "Below 0"]
    .map((title, i) => ({ title, number: i > 0 }));
  const rows = classes.map((row) => [
    apart(row), grouped(row.pairs), ...[row.mean, row.deviation].map((value) => Number.isNaN(value) ? "" : rText(value)),
    Number.isNaN(row.negative) ? "" : percent(row.negative),
  ]);
  byID("decay-chart").replaceChildren(chart, pictureButtons("r by distance", "decay", () => chart));
  byID("decay-table").replaceChildren(table("Pairs by distance", columns, rows,
    () => save("decay.csv", "text/csv;charset=utf-8", text)));
}

/// A class is as wide as another, whatever distances it holds: each is about twice as far as the one before.
function decayChart(classes, symbol) {
  const size = { width: 620, height: 240, title: `Mean ${symbol} of pairs of stations by the distance between them` };
  return drawnToWidth(size, (width, height) => {
    const [left, right, top, bottom] = [44, 26, 8, 22];
    const least = Math.min(0, ...classes.map(({ mean, deviation }) => mean - (deviation || 0)).filter((low) => !Number.isNaN(low)));
    const lowest = least < -0.5 ? -1 : least < 0 ? -0.5 : 0;
    const step = (width - left - right) / Math.max(1, classes.length);
    const x = (place) => left + place * step;
    const y = (r) => top + (1 - Math.max(lowest, Math.min(1, r))) / (1 - lowest) * (height - top - bottom);
    const parts = [];
    for (let r = lowest; r <= 1; r += 0.5) {
      parts.push(
        drawing("line", { class: "grid", x1: left, x2: width - right, y1: y(r), y2: y(r) }),
        drawing("text", { class: "axis", x: left - 5, y: y(r) + 4, "text-anchor": "end" }, rText(r, 1)));
    }
    const every = Math.ceil(56 / step);
    [...classes.map(({ from }) => from), classes.at(-1)?.to].forEach((from, place) => {
      if (from === undefined || place % every) return;
      parts.push(
        drawing("line", { class: "grid", x1: x(place), x2: x(place), y1: top, y2: height - bottom }),
        drawing("text", { class: "axis", x: x(place), y: height - 6, "text-anchor": "middle" }, metresText(from)));
    });
    classes.forEach(({ mean, deviation }, place) => {
      if (Number.isNaN(deviation)) return;
      const middle = x(place + 0.5);
      parts.push(drawing("line", { class: "reach", x1: middle, x2: middle, y1: y(mean - deviation), y2: y(mean + deviation) }));
    });
    const means = classes.map(({ mean }) => mean);
    const dots = means.flatMap((mean, place) => Number.isNaN(mean) ? []
      : [drawing("circle", { class: "only", cx: x(place + 0.5), cy: y(mean), r: 3 })]);
    const lines = stretches(means).filter(([from, to]) => from < to)
      .map(([from, to]) => drawing("polyline", { class: "curve", points: points(means, from, to, x, y).join(" ") }));
    return [...parts, ...lines, ...dots];
  });
}
