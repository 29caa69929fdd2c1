// The stations where they are: a degree of longitude is cos(latitude) of one of latitude, as on the ground.

class StationMap {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    this.places = report.places;
    this.shows = "group";
    if (this.places.length) this.#build();
    else this.#sayWhyNot();
  }

  #sayWhyNot() {
    byID("map-body").append(element("p", {}, "Where the stations are is not known. A log with columns for lat and lng "
      + "tells, or a list of stations: velibcorr ... --stations FILE, with columns for the station, lat and lng."));
  }

  #build() {
    const { report, selection } = this;
    this.#project();
    this.svg = drawing("svg", {
      viewBox: `0 0 ${this.width} ${this.height}`, tabindex: 0, role: "application", "aria-label": "Map of the stations",
      "aria-describedby": "map-keys",
      onkeydown: (event) => this.#pressKey(event), onpointermove: (event) => this.#go(this.#nearest(event)),
      onclick: (event) => this.#choose(this.#nearest(event)),
    });
    this.dots = this.x.map((x, i) => drawing("circle", { class: "dot", cx: x, cy: this.y[i], r: this.radius }));
    this.joint = drawing("line", { class: "joint" });
    const radius = this.radius + 3;
    this.rings = ["ring-a", "ring-b", ""].map((kind) => drawing("circle", { class: `ring ${kind}`, r: radius }));
    this.svg.append(...this.dots, this.joint, ...this.rings, ...this.#scaleBar());
    this.here = element("p", { id: "map-here", "aria-live": "polite" });
    this.key = element("div", { class: "map-key", role: "group", "aria-label": "Groups on the map" });
    const shows = element("div", { class: "choice", role: "group", "aria-label": "What colours on the map mean" });
    const options = [{ value: "group", text: "Groups" }, { value: "r", text: "Correlation with the chosen station" }];
    choice(shows, options, this.shows, (shown) => {
      this.shows = shown;
      this.#paint();
    });
    const missing = report.count - this.places.length;
    const words = ["Arrow keys go from station to station; Enter, or a click, chooses one. North is up."];
    if (missing) words.push(`The places of ${counted(missing, "station")} are not known.`);
    byID("map-body").append(shows, this.key, element("div", { class: "map-frame" }, this.svg), this.here,
      element("p", { id: "map-keys", class: "quiet" }, words.join(" ")));
    selection.addEventListener("pair", () => {
      this.#go(this.places.indexOf(selection.a));
      this.#paint();
    });
    for (const what of ["group", "groups"]) selection.addEventListener(what, () => this.#paint());
    this.#go(0);
    this.#paint();
  }

  /// Places on the drawing, in its units.
  #project() {
    const { stations } = this.report;
    const lat = this.places.map((place) => stations[place].lat);
    let lng = this.places.map((place) => stations[place].lng);
    // A network on both sides of the 180th meridian.
    if (greatest(lng) - least(lng) > 180) lng = lng.map((degrees) => degrees < 0 ? degrees + 360 : degrees);
    const shrink = Math.cos((least(lat) + greatest(lat)) / 2 * Math.PI / 180);
    const [wide, high] = [(greatest(lng) - least(lng)) * shrink, greatest(lat) - least(lat)];
    const margin = 24;
    this.width = 1000;
    this.radius = this.places.length > 400 ? 4 : 7;
    // Degrees of latitude a unit: what fits, were it one place.
    const unit = Math.max(wide / (this.width - 2 * margin), high / (700 - 2 * margin), 1e-6);
    this.height = Math.min(700, Math.max(240, high / unit + 2 * margin));
    const [left, bottom] = [(this.width - wide / unit) / 2, (this.height + high / unit) / 2];
    const [west, south] = [least(lng), least(lat)];
    this.x = lng.map((degrees) => left + (degrees - west) * shrink / unit);
    this.y = lat.map((degrees) => bottom - (degrees - south) / unit);
    this.kilometre = 1 / (unit * 111.2);
  }

  #scaleBar() {
    const lengths = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    const length = lengths.findLast((km) => km * this.kilometre < 220) ?? lengths[0];
    const text = length < 1 ? `${1000 * length} m` : `${length} km`;
    const [x, y, width] = [16, this.height - 14, length * this.kilometre];
    return [
      drawing("path", { class: "curve", d: `M${x} ${y - 5}V${y}H${x + width}V${y - 5}` }),
      drawing("text", { class: "axis", x: x + width + 6, y: y + 1 }, text),
    ];
  }

  // Colours

  #paint() {
    const { report, selection } = this;
    const showsR = this.shows === "r";
    const colours = new Colours(report.palette);
    this.places.forEach((place, i) => {
      const { group } = report.stations[place];
      const r = selection.a === null ? NaN : report.r(place, selection.a);
      const isKnown = showsR ? !Number.isNaN(r) : Boolean(group);
      const dot = this.dots[i];
      dot.setAttribute("fill", !isKnown ? "none" : showsR ? colours.css(r) : groupColour(report, group));
      dot.classList.toggle("none", !isKnown);
      dot.classList.toggle("of-r", isKnown && showsR);
      dot.classList.toggle("faint", selection.group !== null && group !== selection.group);
    });
    this.#ring(0, selection.a);
    this.#ring(1, selection.b);
    const ends = [selection.a, selection.b].map((place) => this.places.indexOf(place));
    this.joint.toggleAttribute("hidden", ends.includes(-1));
    if (!ends.includes(-1)) {
      const [from, to] = ends;
      const line = { x1: this.x[from], y1: this.y[from], x2: this.x[to], y2: this.y[to] };
      for (const [name, value] of Object.entries(line)) this.joint.setAttribute(name, value);
    }
    this.#paintKey();
    this.#tell();
  }

  #ring(number, place) {
    const i = this.places.indexOf(place);
    this.rings[number].toggleAttribute("hidden", i < 0);
    if (i < 0) return;
    this.rings[number].setAttribute("cx", this.x[i]);
    this.rings[number].setAttribute("cy", this.y[i]);
  }

  /// Buttons that let one group stand out.
  #paintKey() {
    const { report, selection } = this;
    const had = [...this.key.children].indexOf(document.activeElement);
    const button = (group, ...content) => element("button", {
      type: "button", "aria-pressed": String(selection.group === group),
      onclick: () => selection.highlight(group),
    }, ...content);
    this.key.replaceChildren(button(null, "All groups"), ...report.groups.slice(0, MOST_CARDS * 2)
      .map(({ number, members }) => button(number, chip(report, number), ` ${counted(members.length, "station")}`)));
    this.key.children[had]?.focus();
  }

  // Where one is

  #nearest(event) {
    const box = this.svg.getBoundingClientRect();
    const unit = this.width / box.width;
    const [x, y] = [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
    return leastIndex(this.places.map((_, i) => (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2));
  }

  #go(i) {
    if (i < 0) return;
    this.at = i;
    this.#ring(2, this.places[i]);
    this.#tell();
  }

  #tell() {
    const { report, selection } = this;
    const place = this.places[this.at];
    const words = [nameOf(report.stations[place])];
    if (selection.a !== null && selection.a !== place) {
      const distance = kilometres(report.distance(place, selection.a));
      words.push(`: ${report.about.symbol} ${rText(report.r(place, selection.a))} with `,
        nameOf(report.stations[selection.a]), distance ? `, ${distance} away` : "");
    }
    this.here.replaceChildren(chip(report, report.stations[place].group), " ", ...words);
  }

  #choose(i) {
    if (i < 0) return;
    this.#go(i);
    const place = this.places[i];
    const { selection, report } = this;
    selection.compare(place, report.alikeTo(place)[0] ?? selection.b ?? place);
  }

  #pressKey(event) {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (direction) this.#go(this.#next(direction));
    else if (event.key === "Enter" || event.key === " ") this.#choose(this.at);
    else return;
    event.preventDefault();
  }

  /// The nearest station in a direction, what is aside counting double; -1 when there is none.
  #next([dx, dy]) {
    return leastIndex(this.places.map((_, i) => {
      const [x, y] = [this.x[i] - this.x[this.at], this.y[i] - this.y[this.at]];
      const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      return ahead > 0.01 ? ahead + 2 * aside : Infinity;
    }));
  }
}

function least(values) { return values.reduce((one, two) => Math.min(one, two)); }
function greatest(values) { return values.reduce((one, two) => Math.max(one, two)); }

/// Where the least finite value is; -1 when there is none.
function leastIndex(values) {
  let best = -1;
  values.forEach((value, i) => { if (value < (best < 0 ? Infinity : values[best])) best = i; });
  return best;
}
