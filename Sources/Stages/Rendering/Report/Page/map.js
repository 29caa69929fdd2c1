// The map: stations where they are, over what the basemap has of the ground. Its hand moves it, its shows colour it.

class StationMap {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    this.places = report.places;
    if (this.places.length) this.#build();
    else this.#sayWhyNot();
  }

  #sayWhyNot() {
    byID("map-body").append(element("p", {}, "Where the stations are is not known. A log with columns for lat and lng "
      + "tells, or a list of stations: velibcorr ... --stations FILE, with columns for the station, lat and lng."));
  }

  #build() {
    const { report, selection } = this;
    this.geography = report.geography;
    this.view = new MapView(this.geography);
    this.shows = {
      group: new GroupShow(report, selection), r: new LikenessShow(report, selection), hour: new ClockShow(report, selection),
    };
    this.shown = "group";
    this.lines = new LikenessLines(report, selection);
    this.svg = drawing("svg", {
      tabindex: 0, role: "application", "aria-label": "Map of the stations", "aria-describedby": "map-keys",
    });
    this.layers = Object.fromEntries(["ground", "lines", "dots", "marks", "names", "frame"].map((name) => {
      const layer = drawing("g", { class: `map-${name}` });
      this.svg.append(layer);
      return [name, layer];
    }));
    this.joint = drawing("line", { class: "joint" });
    this.rings = ["ring-a", "ring-b", "ring-here"].map((kind) => drawing("circle", { class: `ring ${kind}` }));
    this.layers.marks.append(this.joint, ...this.rings);
    this.tip = element("div", { class: "map-tip", "aria-hidden": "true", hidden: "" });
    this.frame = element("div", { class: "map-frame" }, this.svg, this.tip);
    this.panel = new MapPanel(this);
    byID("map-body").append(this.panel.above, this.frame, this.panel.below);
    this.quarters = drawGround(this.layers.ground, report, this.geography);
    this.names = new MapNames(this);
    this.hand = new MapHand(this);
    this.#listen();
    this.at = -1;
    this.#resize();
    this.view.fit(this.geography.frame);
    this.repaint();
  }

  #listen() {
    const { selection } = this;
    selection.addEventListener("pair", () => {
      this.at = this.places.indexOf(selection.a);
      this.repaint();
    });
    for (const what of ["group", "groups", "span"]) selection.addEventListener(what, () => this.repaint());
    new ResizeObserver(() => {
      if (this.#resize()) this.redraw();
    }).observe(this.frame);
  }

  /// Units of the drawing are pixels of the page, so that words keep their size. Did anything change?
  #resize() {
    const width = Math.max(240, Math.round(this.frame.clientWidth));
    const { left, right, top, bottom } = this.geography.frame;
    const shape = Math.max(bottom - top, 0.1) / Math.max(right - left, 0.1);
    const most = Math.max(320, Math.min(720, 0.8 * window.innerHeight));
    const height = Math.round(Math.min(most, Math.max(300, width * shape)));
    const { view } = this;
    if (width === view.width && height === view.height) return false;
    const wasFitted = view.isFitted;
    [view.width, view.height] = [width, height];
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (wasFitted) view.fit(this.geography.frame);
    return true;
  }

  get show() { return this.shows[this.shown]; }

  setShow(shown) {
    this.shown = shown;
    this.repaint();
    this.selection.mapChanged();
  }

  setHour(hour) {
    this.shows.hour.hour = hour;
    this.repaint();
    this.selection.mapChanged();
  }

  // What changes with what is shown

  repaint() {
    const kinds = new Map();
    this.places.forEach((place, i) => {
      const kind = this.show.kind(place);
      if (!kinds.has(kind)) kinds.set(kind, []);
      kinds.get(kind).push(i);
    });
    const { x, y } = this.geography;
    this.layers.dots.replaceChildren(...[...kinds].flatMap(([kind, members]) => {
      const style = this.show.style(kind);
      // A line of no length with round ends is a disk: a path for all stations of a colour is drawn at once.
      const d = members.map((i) => `M${x[i].toFixed(5)} ${y[i].toFixed(5)}h0`).join("");
      return [["outer", style.outer], ["inner", style.inner]].map(([part, colour]) => {
        const path = drawing("path", { class: style.isFaint ? "dots faint" : "dots", d, "data-part": part });
        path.style.stroke = colour;
        path.disk = style;
        return path;
      });
    }));
    this.lines.draw(this.layers.lines, this.geography, this.places);
    this.panel.paint();
    this.redraw();
  }

  // What changes with the view

  /// Before the next frame, once.
  request() {
    if (this.isWanted) return;
    this.isWanted = true;
    requestAnimationFrame(() => {
      this.isWanted = false;
      this.redraw();
    });
  }

  /// Pixels of a disk's radius.
  get radius() {
    const { view } = this;
    const spacing = Math.sqrt(view.width * view.height / this.places.length);
    const fitted = Math.min(8, Math.max(2.5, 0.22 * spacing));
    return Math.min(10, fitted * Math.max(0.8, (view.scale / view.fittedScale) ** 0.3));
  }

  redraw() {
    const { view, layers, radius } = this;
    for (const name of ["ground", "lines", "dots"]) layers[name].setAttribute("transform", view.transform);
    for (const path of layers.ground.children) {
      path.setAttribute("stroke-width", (path.matches(".water.line") ? 3 : 1.25) / view.scale);
    }
    layers.lines.setAttribute("stroke-width", 1.25 / view.scale);
    for (const path of layers.dots.children) {
      const { grow, rim } = path.disk;
      const wide = path.dataset.part === "outer" ? rim : 0;
      path.setAttribute("stroke-width", 2 * (radius + grow + wide) / view.scale);
    }
    this.#drawMarks(radius);
    this.names.draw();
    layers.frame.replaceChildren(...scaleBar(view), ...northArrow(view));
    this.panel.paintView();
    this.tell();
  }

  pixel(i) { return this.view.pixel(this.geography.x[i], this.geography.y[i]); }

  #drawMarks(radius) {
    const { selection } = this;
    const chosen = [selection.a, selection.b].map((place) => this.places.indexOf(place));
    [...chosen, this.at].forEach((i, number) => {
      const ring = this.rings[number];
      ring.toggleAttribute("hidden", i < 0);
      if (i < 0) return;
      const [cx, cy] = this.pixel(i);
      for (const [name, value] of Object.entries({ cx, cy, r: radius + 4 })) ring.setAttribute(name, value.toFixed(1));
    });
    this.joint.toggleAttribute("hidden", chosen.includes(-1));
    if (chosen.includes(-1)) return;
    const [[x1, y1], [x2, y2]] = chosen.map((i) => this.pixel(i));
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) this.joint.setAttribute(name, value.toFixed(1));
  }

  // Where one is

  /// Goes to a station; -1 for none.
  go(i, { isSeen = false } = {}) {
    this.at = i;
    if (i >= 0 && isSeen) this.view.reveal(this.geography.x[i], this.geography.y[i]);
    if (isSeen) this.redraw();
    else {
      this.#drawMarks(this.radius);
      this.tell();
    }
  }

  choose(i) {
    if (i < 0) return;
    this.at = i;
    const place = this.places[i];
    const { selection, report } = this;
    selection.compare(place, report.alikeTo(place)[0] ?? selection.b ?? place);
  }

  /// What is told of a station.
  words(i) {
    const { report, selection } = this;
    const place = this.places[i];
    const parts = [nameOf(report.stations[place])];
    const more = [...this.show.words(place)];
    if (selection.a !== null && selection.a !== place) {
      const distance = kilometres(report.distance(place, selection.a));
      more.push(element("span", {}, `${report.about.symbol} ${rText(report.r(place, selection.a))} with `,
        nameOf(report.stations[selection.a]), distance ? `, ${distance} away` : ""));
    }
    const here = this.hand.together(i);
    if (here.length > 1) more.push(`${here.indexOf(i) + 1} of ${here.length} stations at this place`);
    return [...parts, ...more.flatMap((words) => [": ", words])].map((part, k) => part === ": " && k > 1 ? "; " : part);
  }

  tell() {
    const { report, tip, view } = this;
    const isSeen = this.at >= 0 && this.hand.isPointing;
    tip.hidden = !isSeen;
    if (this.at < 0) return this.panel.here.replaceChildren();
    const group = () => chip(report, report.stations[this.places[this.at]].group);
    this.panel.here.replaceChildren(group(), " ", ...this.words(this.at));
    if (!isSeen) return;
    tip.replaceChildren(group(), " ", ...this.words(this.at));
    const [x, y] = this.pixel(this.at);
    const box = this.frame.clientWidth / view.width;
    tip.classList.toggle("leftward", x > view.width / 2);
    tip.classList.toggle("upward", y > view.height / 2);
    tip.style.left = `${x * box}px`;
    tip.style.top = `${y * box}px`;
  }
}
