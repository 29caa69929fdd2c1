// What stands around the map: what it shows, the clock, the lines, the buttons, the legend.

class MapPanel {
  constructor(map) {
    this.map = map;
    this.legend = element("div", { class: "map-legend" });
    this.here = element("p", { id: "map-here", "aria-live": "polite" });
    this.clock = new MapClock(map);
    this.shows = element("div", { class: "choice", role: "group", "aria-label": "What colours on the map mean" });
    this.options = [
      { value: "group", text: "Groups" }, { value: "r", text: "Correlation with the chosen station" },
      { value: "hour", text: "Hour by hour" },
    ];
    const button = (text, title, onclick) => element("button", { type: "button", "aria-label": title, title, onclick }, text);
    this.buttons = [
      button("+", "Zoom in", () => map.hand.zoom(1.6)), button("\u2212", "Zoom out", () => map.hand.zoom(1 / 1.6)),
      button("All", "Show all near stations", () => map.hand.fit(map.geography.frame)),
      ...map.geography.far ? [button("Far", "Show also those far away", () => map.hand.fit(map.geography.all))] : [],
    ];
    this.toolbar = element("div", { class: "toolbar map-tools", role: "toolbar", "aria-label": "Map" }, ...this.buttons);
    this.above = element("div", {}, this.shows, this.clock.body, this.legend,
      element("div", { class: "map-bar" }, this.toolbar, map.lines.control(() => {
        map.repaint();
        map.selection.mapChanged();
      }), pictureButtons("the map", "map", () => map.svg)));
    this.below = element("div", {}, this.here, element("p", { id: "map-keys", class: "quiet" }, this.#keys()),
      element("p", { class: "quiet", id: "map-notes" }, this.#notes()));
  }

  #keys() {
    return "Drag moves the map; Ctrl and the wheel, the wheel alone once the map was clicked, two fingers, or + and \u2212 "
      + "zoom it; 0 shows all. Arrow keys go from station to station, with Shift they move the map; Page Down goes through "
      + "all. Enter, or a click, chooses one.";
  }

  #notes() {
    const { report, geography } = this.map;
    const missing = report.count - report.places.length;
    const notes = ["North is up."];
    if (geography.far) notes.push(`${counted(geography.far, "station")} far away beyond the edge.`);
    if (missing) notes.push(`The places of ${counted(missing, "station")} are not known.`);
    const { ground } = report;
    if (ground) {
      const of = ground.kept === ground.read ? "" : ` of ${grouped(ground.read)}`;
      notes.push(`Ground: ${plain(ground.name, 80)}, ${grouped(ground.kept)}${of} points.`);
    }
    return notes.join(" ");
  }

  paint() {
    const { map } = this;
    const had = [...this.legend.querySelectorAll("button")].indexOf(document.activeElement);
    this.legend.replaceChildren(map.show.legend());
    this.legend.querySelectorAll("button")[had]?.focus();
    choice(this.shows, this.options, map.shown, (shown) => map.setShow(shown));
    this.clock.paint();
  }

  paintView() {
    const { view } = this.map;
    this.buttons[0].disabled = view.scale >= MapView.greatest;
    this.buttons[1].disabled = view.scale <= view.leastScale * 1.0001;
    // A finger scrolls the page, unless there is something to move here.
    this.map.svg.style.touchAction = view.isFitted ? "pan-x pan-y" : "none";
  }
}

/// The hours, to go through, or to let run.
class MapClock {
  constructor(map) {
    this.map = map;
    this.words = element("p", { id: "clock-words", "aria-live": "polite" });
    this.slider = element("input", {
      type: "range", min: 0, step: 1, "aria-label": "Hour on the map", id: "clock-hour",
      oninput: () => map.setHour(Number(this.slider.value)),
    });
    const button = (text, title, by) => element("button", {
      type: "button", "aria-label": title, title, onclick: () => this.#step(by),
    }, text);
    this.play = element("button", { type: "button", "aria-pressed": "false", onclick: () => this.#toggle() }, "Play");
    this.body = element("div", { class: "clock", hidden: "" },
      element("div", { class: "clock-bar" }, button("\u25c0", "An hour earlier", -1), this.slider,
        button("\u25b6", "An hour later", 1), this.play), this.words);
    this.#paper();
  }

  get show() { return this.map.shows.hour; }
  get span() { return this.map.selection.span; }

  #step(by) { this.map.setHour((this.show.hour + by + this.span) % this.span); }

  #toggle() {
    if (this.timer) clearInterval(this.timer);
    this.timer = this.timer ? null : setInterval(() => this.#step(1), 700);
    this.play.setAttribute("aria-pressed", String(Boolean(this.timer)));
    // What changes by itself is not read out.
    this.words.setAttribute("aria-live", this.timer ? "off" : "polite");
  }

  paint() {
    const isShown = this.map.shown === "hour";
    this.body.hidden = !isShown;
    if (!isShown) {
      if (this.timer) this.#toggle();
      return;
    }
    if (this.show.hour >= this.span) this.show.hour %= 24;
    this.slider.max = this.span - 1;
    this.slider.value = this.show.hour;
    this.slider.setAttribute("aria-valuetext", hourText(this.show.hour, this.span));
    this.words.textContent = this.show.sentence();
  }

  /// Eight small maps, of every third hour, on paper.
  #paper() {
    const maps = element("div", { class: "small-maps" });
    window.addEventListener("beforeprint", () => {
      maps.replaceChildren(...[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => smallMap(this.map, hour)));
      byID("map-body").append(maps);
    });
    window.addEventListener("afterprint", () => maps.remove());
  }
}

/// The stations at an hour of the day, small.
function smallMap(map, hour) {
  const { report, geography } = map;
  const show = new ClockShow(report, { span: 24 });
  show.hour = hour;
  const view = new MapView(geography);
  [view.width, view.height] = [240, 180];
  view.fit(geography.frame);
  const counts = show.counts();
  const svg = drawing("svg", { viewBox: "0 0 240 180", role: "img", "aria-label": show.sentence() });
  const paths = FILLINGS.map(({ style }) => ({ style, d: "" }));
  report.places.forEach((place, i) => {
    const filling = ClockShow.filling(show.share(place));
    const [x, y] = view.pixel(geography.x[i], geography.y[i]);
    if (filling >= 0 && x > 0 && x < 240 && y > 0 && y < 180) paths[filling].d += `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
  });
  for (const { style, d } of paths) {
    for (const [colour, width] of [[style.outer, 5], [style.inner, 3.4]]) {
      const path = drawing("path", { class: "dots", d, "stroke-width": width });
      path.style.stroke = colour;
      svg.append(path);
    }
  }
  return element("figure", {}, svg, element("figcaption", {},
    `${hourText(hour, 24)}: ${grouped(counts[4])} hardly a bike, ${grouped(counts[0])} hardly a dock`));
}
