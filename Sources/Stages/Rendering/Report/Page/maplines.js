// What the map is drawn on and with: lines between stations that are alike, the ground, the scale.

/// Lines between the stations of pairs whose r is above a bar: the strongest, where they are too many to be seen.
class LikenessLines {
  constructor(report, selection) {
    Object.assign(this, { report, selection });
    /// In hundredths; null for no lines.
    this.bar = null;
    this.count = 0;
  }

  static most = 1500;

  control(onchange) {
    this.words = element("span", { class: "quiet", role: "status" });
    const bars = [null, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5];
    const { symbol } = this.report.about;
    const options = bars.map((bar) => element("option", { value: bar ?? "" }, bar ? `${symbol} of ${bar} or more` : "none"));
    this.select = element("select", {
      id: "map-lines",
      onchange: () => {
        this.bar = this.select.value ? Number(this.select.value) : null;
        onchange();
      },
    }, ...options);
    return element("div", { class: "map-lines-choice" },
      element("label", {}, "Lines between stations: ", this.select), this.words);
  }

  /// One of those that can be chosen.
  setBar(bar) {
    this.select.value = bar;
    this.select.dispatchEvent(new Event("change"));
  }

  /// Pairs at or above the bar, at most so many, the strongest.
  #pairs() {
    const { report, selection: { group } } = this;
    const counts = new Uint32Array(SCALE + 1);
    const isMeant = (a, b) => report.hasPlace(a) && report.hasPlace(b) && report.isTelling(a, b)
      && (group === null || report.stations[a].group === group && report.stations[b].group === group);
    const pick = (body) => (a, b, r) => { if (r >= this.bar && isMeant(a, b)) body(a, b, Math.round(r * SCALE)); };
    const each = (body) => report.isLarge ? report.forEachPairApart(1, this.bar, 1, pick(body)) : report.forEachPair(pick(body));
    each((a, b, r) => { counts[r]++; });
    let [limit, sum] = [SCALE, counts[SCALE]];
    while (limit > this.bar * SCALE && sum + counts[limit - 1] <= LikenessLines.most) sum += counts[--limit];
    const pairs = [];
    each((a, b, r) => { if (r >= limit && pairs.length < LikenessLines.most) pairs.push([a, b]); });
    this.count = counts.reduce((all, count) => all + count, 0);
    return pairs;
  }

  draw(layer, { x, y }, places) {
    if (this.bar === null) {
      this.words.textContent = "";
      return layer.replaceChildren();
    }
    const pairs = this.#pairs();
    const index = new Map(places.map((place, i) => [place, i]));
    const spot = (place) => `${x[index.get(place)].toFixed(5)} ${y[index.get(place)].toFixed(5)}`;
    const d = pairs.map(([a, b]) => `M${spot(a)}L${spot(b)}`).join("");
    layer.replaceChildren(drawing("path", { class: "likeness", d }));
    this.words.textContent = pairs.length === this.count ? counted(this.count, "pair")
      : `the ${grouped(pairs.length)} strongest of ${counted(this.count, "pair")}`;
  }
}

/// Rivers, districts, coasts, areas first; returns the names of areas and the middles of their outlines.
function drawGround(layer, { ground }, geography) {
  if (!ground) return [];
  const { box: [west, south, east, north], shapes, points } = ground;
  const degrees = (from, to, value) => from + (to - from) * value / 65535;
  let at = 0;
  const names = [];
  const drawn = shapes.map(({ kind, isArea, lengths, name }) => {
    const outline = [];
    const d = lengths.map((length) => {
      const spots = [];
      for (let i = 0; i < length; i++, at += 2) {
        const [x, y] = geography.spot(degrees(south, north, points[at + 1]), degrees(west, east, points[at]));
        spots.push(`${x.toFixed(4)} ${y.toFixed(4)}`);
        outline.push([x, y]);
      }
      return `M${spots.join("L")}${isArea ? "Z" : ""}`;
    }).join("");
    if (isArea && name) names.push({ text: plain(name, 24), ...middleOf(outline) });
    return drawing("path", { class: `ground ${kind} ${isArea ? "area" : "line"}`, d });
  });
  layer.append(...drawn);
  return names;
}

function middleOf(outline) {
  const [x, y] = [0, 1].map((i) => outline.map((spot) => spot[i]));
  const half = (values) => (least(values) + greatest(values)) / 2;
  return { x: half(x), y: half(y), wide: greatest(x) - least(x) };
}

/// A length that is round, and its words.
function scaleBar(view) {
  const lengths = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
  const length = lengths.findLast((km) => km * view.scale < Math.min(200, view.width / 3)) ?? lengths[0];
  const text = length < 1 ? `${Math.round(1000 * length)} m` : `${length} km`;
  const [x, y, width] = [14, view.height - 14, length * view.scale];
  return [
    drawing("path", { class: "scale", d: `M${x} ${y - 6}V${y}H${x + width}V${y - 6}` }),
    drawing("text", { class: "map-text", x: x + width + 7, y: y + 2 }, text),
  ];
}

function northArrow(view) {
  const [x, y] = [view.width - 22, 14];
  return [
    drawing("path", { class: "north", d: `M${x} ${y}l7 18l-7 -5l-7 5z` }),
    drawing("text", { class: "map-text", x, y: y + 33, "text-anchor": "middle" }, "N"),
  ];
}
