// Charts of shares of free docks by hour of the day or of the week, as SVG.

/// `lines` are { values, kind, title }, kind a class of the style sheet; `band` is { low, high, colour }.
function profileChart({ width = 320, height = 150, ...contents }) {
  return drawnToWidth({ width, height, title: contents.title }, (wide, high) => chartParts(contents, wide, high));
}

/// A drawing whose parts are made for its width: as wide as there is room, so that its words keep their size; `width` is that
/// until it is known.
function drawnToWidth({ width, height, title }, parts) {
  const chart = drawing("svg", { role: "img", "aria-label": title, class: "chart" });
  const draw = (wide) => {
    chart.setAttribute("viewBox", `0 0 ${wide} ${height}`);
    chart.replaceChildren(...parts(wide, height));
  };
  draw(width);
  let drawn = width;
  new ResizeObserver(() => {
    const wide = Math.max(200, Math.round(chart.clientWidth));
    if (!chart.clientWidth || wide === drawn) return;
    drawn = wide;
    draw(wide);
  }).observe(chart);
  return chart;
}

function chartParts({ span, lines, band = null }, width, height) {
  const [left, right, top, bottom] = [44, 14, 8, 22];
  const x = (hour) => left + hour / span * (width - left - right);
  const y = (share) => top + (1 - share) * (height - top - bottom);
  const parts = [];
  for (const share of [0, 0.5, 1]) {
    parts.push(
      drawing("line", { class: "grid", x1: left, x2: width - right, y1: y(share), y2: y(share) }),
      drawing("text", { class: "axis", x: left - 5, y: y(share) + 4, "text-anchor": "end" }, `${100 * share} %`));
  }
  for (const { hour, text, at } of ticks(span)) {
    parts.push(
      drawing("line", { class: "grid", x1: x(hour), x2: x(hour), y1: top, y2: height - bottom }),
      drawing("text", { class: "axis", x: x(at), y: height - 6, "text-anchor": "middle" }, text));
  }
  if (band) parts.push(...bandShapes(band, x, y));
  return [...parts, ...lines.flatMap((line) => curve(line, x, y))];
}

function ticks(span) {
  if (span === 24) return [0, 6, 12, 18, 24].map((hour) => ({ hour, at: hour, text: `${hour} h` }));
  return WEEKDAYS.map((day, i) => ({ hour: 24 * i, at: 24 * i + 12, text: day.slice(0, 3) }));
}

/// The hours, from the first to the last, of each stretch that has values.
function stretches(values) {
  const found = [];
  values.forEach((value, hour) => {
    if (Number.isNaN(value)) return;
    const last = found.at(-1);
    if (last && last[1] === hour - 1) last[1] = hour; else found.push([hour, hour]);
  });
  return found;
}

/// Values stand in the middle of their hour; where hours are missing there is a gap, and a single hour is a dot.
function curve({ values, kind }, x, y) {
  return stretches(values).map(([from, to]) => {
    const dot = { class: kind || "only", cx: x(from + 0.5), cy: y(values[from]), r: 2.5 };
    if (from === to) return drawing("circle", dot);
    return drawing("polyline", { class: `curve ${kind}`, points: points(values, from, to, x, y).join(" ") });
  });
}

function points(values, from, to, x, y) {
  const points = [];
  for (let hour = from; hour <= to; hour++) points.push(`${x(hour + 0.5).toFixed(1)},${y(values[hour]).toFixed(1)}`);
  return points;
}

function bandShapes({ low, high, colour }, x, y) {
  return stretches(low).map(([from, to]) => drawing("polygon", {
    class: "band", fill: colour,
    points: [...points(high, from, to, x, y), ...points(low, from, to, x, y).reverse()].join(" "),
  }));
}

/// What the lines of a chart are.
function chartKey(lines) {
  return element("ul", { class: "key" }, ...lines.map(({ kind, content }) => {
    const line = drawing("line", { class: `curve ${kind}`, x1: 1, x2: 31, y1: 6, y2: 6 });
    return element("li", {}, drawing("svg", { viewBox: "0 0 32 12", "aria-hidden": "true" }, line), content);
  }));
}

/// The same numbers for those who cannot see, or want to copy, them.
function chartNumbers(lines, span) {
  const columns = [{ title: "Hour" }, ...lines.map(({ title }) => ({ title, number: true }))];
  const row = (hour) => [hourText(hour, span), ...lines.map(({ values }) => percent(values[hour]))];
  const details = element("details", { class: "numbers" }, element("summary", {}, "The numbers"));
  // Many tables that nobody opens would make the page slow.
  details.addEventListener("toggle", () => {
    details.append(table("Free docks", columns, Array.from({ length: span }, (_, hour) => row(hour))));
  }, { once: true });
  return details;
}

/// Quartiles of fewer stations would describe nothing: each is shown.
const LEAST_FOR_QUARTILES = 5;

/// Mean and quartiles of stations by hour, as in the pictures: nothing of hours that fewer than half of them have, and no
/// quartiles of fewer than five.
///
/// Stations lie side by side, so the first and how many there are tell which they are: what was made is kept, as many parts of
/// the page ask for the same.
function spreadOf(report, members, span) {
  const key = `${span} ${members[0]} ${members.length}`;
  const kept = report.spreads.get(key);
  if (kept) return kept;
  const made = makeSpread(report, members, span);
  report.spreads.set(key, made);
  return made;
}

function makeSpread(report, members, span) {
  const result = { mean: [], low: [], high: [] };
  const shares = report.profiles[span];
  for (let hour = 0; hour < span; hour++) {
    const values = Float32Array.from(members, (place) => shares[place * span + hour])
      .filter((share) => !Number.isNaN(share)).sort();
    const isTelling = values.length > 0 && 2 * values.length >= members.length;
    const hasQuartiles = isTelling && values.length >= LEAST_FOR_QUARTILES;
    result.mean.push(isTelling ? values.reduce((sum, share) => sum + share, 0) / values.length : NaN);
    result.low.push(hasQuartiles ? quantile(values, 0.25) : NaN);
    result.high.push(hasQuartiles ? quantile(values, 0.75) : NaN);
  }
  return result;
}

/// Of sorted values, between the two nearest.
function quantile(values, share) {
  const at = share * (values.length - 1);
  const below = Math.floor(at);
  return values[below] + (at - below) * (values[Math.min(below + 1, values.length - 1)] - values[below]);
}
