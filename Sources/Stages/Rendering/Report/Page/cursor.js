// The matrix as one uses it: pointing, keys, zoom; and what is read there.

class MatrixControl {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    this.canvas = byID("matrix-canvas");
    this.picture = new MatrixPicture(report, this.canvas);
    this.drag = null;
    this.#listen();
    this.#read(this.picture.cursor);
    this.#changed();
  }

  #listen() {
    const { canvas, picture } = this;
    canvas.addEventListener("pointermove", (event) => this.#point(event));
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointerup", (event) => this.#release(event));
    canvas.addEventListener("pointercancel", () => { this.drag = null; });
    canvas.addEventListener("dblclick", (event) => this.#zoomAt(0.5, event));
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.#zoomAt(2 ** (event.deltaY / 200), event);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.#pressKey(event));
    byID("zoom-in").addEventListener("click", () => this.zoom(0.5));
    byID("zoom-out").addEventListener("click", () => this.zoom(2));
    byID("zoom-all").addEventListener("click", () => this.showAll());
    new ResizeObserver(() => picture.request()).observe(canvas.parentElement);
    if (this.report.other) this.#offerPeriods();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.request());
    // A page on paper has other colours and another width.
    for (const when of ["beforeprint", "afterprint"]) window.addEventListener(when, () => picture.draw());
    matchMedia("print").addEventListener("change", () => picture.draw());
    this.selection.addEventListener("span", () => this.#read(picture.cursor));
    this.selection.addEventListener("groups", () => this.#moveTo(picture.cursor));
    this.selection.addEventListener("pair", () => {
      const { a, b } = this.selection;
      picture.window.reveal(b, a);
      this.#moveTo({ row: a, column: b });
    });
  }

  /// Which period the cells are of.
  #offerPeriods() {
    const { shows } = this.picture;
    choice(byID("matrix-shows"), MATRIX_SHOWS, shows.value, (value) => this.show(value));
    byID("matrix-shows-words").textContent = shows.words ?? "";
  }

  /// Cells show something else: see `MATRIX_SHOWS`.
  show(name) {
    this.picture.show(name);
    this.picture.request();
    this.#offerPeriods();
    this.selection.asked();
  }

  /// What the cells show.
  get addressParts() {
    if (!this.report.other) return [];
    const { value: usual } = MATRIX_SHOWS[0];
    return [{
      name: "matrix", get: () => this.picture.shows.value === usual ? "" : this.picture.shows.value,
      set: (text) => { if (showOf(text)) this.show(text); },
    }];
  }

  // Zoom

  #changed() {
    const { window: shown } = this.picture;
    // A finger scrolls the page, unless there is something to move here.
    this.canvas.style.touchAction = shown.isWhole ? "auto" : "none";
    byID("zoom-out").disabled = byID("zoom-all").disabled = shown.isWhole;
    byID("zoom-in").disabled = shown.span <= MatrixWindow.smallest;
    this.picture.request();
  }

  /// Around the cursor.
  zoom(factor) {
    const { row, column } = this.picture.cursor;
    const shown = this.picture.window;
    shown.reveal(column, row);
    shown.zoom(factor, column + 0.5, row + 0.5);
    this.#changed();
  }

  #zoomAt(factor, event) {
    const { left, top, cell } = this.picture.layout();
    const shown = this.picture.window;
    shown.zoom(factor, shown.x + (event.offsetX - left) / cell, shown.y + (event.offsetY - top) / cell);
    this.#changed();
  }

  showAll() {
    this.picture.window.showAll();
    this.#changed();
  }

  /// Shows the stations of a group, and goes there.
  showGroup(first, count) {
    this.picture.window.show(first, count);
    this.#moveTo({ row: first, column: Math.min(this.report.count - 1, first + Math.min(1, count - 1)) });
    this.#changed();
    byID("matrix").scrollIntoView();
    this.canvas.focus({ preventScroll: true });
  }

  // Pointing

  #point(event) {
    if (this.drag) return this.#pull(event);
    const cell = this.picture.cellAt(event.offsetX, event.offsetY);
    if (cell) this.#moveTo(cell);
  }

  #press(event) {
    if (event.button !== 0) return;
    this.drag = { x: event.offsetX, y: event.offsetY, isMoved: false };
    this.canvas.setPointerCapture(event.pointerId);
    const cell = this.picture.cellAt(event.offsetX, event.offsetY);
    if (cell) this.#moveTo(cell);
  }

  #pull(event) {
    const { drag } = this;
    const [dx, dy] = [event.offsetX - drag.x, event.offsetY - drag.y];
    if (!drag.isMoved && Math.hypot(dx, dy) < 4) return;
    const { cell } = this.picture.layout();
    this.picture.window.move(-dx / cell, -dy / cell);
    this.drag = { x: event.offsetX, y: event.offsetY, isMoved: true };
    this.picture.request();
  }

  #release(event) {
    const { drag } = this;
    this.drag = null;
    const cell = this.picture.cellAt(event.offsetX, event.offsetY);
    if (drag && !drag.isMoved && cell && event.pointerType === "mouse") this.selection.compare(cell.row, cell.column);
  }

  // Keys

  #pressKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 10 : 1;
    const { row, column } = this.picture.cursor;
    const last = this.report.count - 1;
    const moves = {
      ArrowLeft: [row, column - step], ArrowRight: [row, column + step],
      ArrowUp: [row - step, column], ArrowDown: [row + step, column],
      Home: [row, 0], End: [row, last],
    };
    const acts = {
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), 0: () => this.showAll(),
      Enter: () => this.selection.show(row, column),
    };
    if (moves[event.key]) {
      const [to, along] = moves[event.key].map((place) => Math.min(last, Math.max(0, place)));
      this.picture.window.reveal(along, to);
      this.#moveTo({ row: to, column: along });
      this.#announce();
    } else if (acts[event.key]) {
      acts[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  }

  // Reading

  #moveTo(cell) {
    this.picture.cursor = cell;
    this.#read(cell);
    this.picture.request();
  }

  #announce() {
    const { row, column } = this.picture.cursor;
    const { report } = this;
    const [one, two] = [report.stations[row], report.stations[column]].map((station) => label(station));
    const hours = hoursText(report.about, report.commonBins(row, column));
    byID("announcer").textContent = row === column ? `${one}, with itself`
      : `${one} and ${two}: ${report.about.symbol} ${rText(report.r(row, column))}, ${[hours, this.#then(row, column)].filter(Boolean).join(", ")}`;
  }

  /// r in the other period, in words; nothing without one.
  #then(row, column) {
    const { other, about } = this.report;
    return other ? `${about.symbol} = ${rText(other.r(row, column), 4)} in the other period` : "";
  }

  #read({ row, column }) {
    const { report } = this;
    if (!report.count) return;
    const [one, two] = [report.stations[row], report.stations[column]];
    const r = report.r(row, column);
    const otherDays = otherDaysText(report.interval(row, column));
    const line = (station) => element("p", {}, chip(report, station.group), " ", nameOf(station));
    byID("readout").replaceChildren(
      line(one), ...row === column ? [element("p", {}, "with itself")] : [line(two)],
      element("p", { class: "r" }, `${report.about.symbol} = `, element("span", { id: "readout-r" }, rText(r, 4))),
      element("p", { class: "quiet" }, `${hoursText(report.about, report.commonBins(row, column))} in common`),
      ...[otherDays, this.#then(row, column)].filter(Boolean).map((words) => element("p", { class: "quiet" }, words)),
      ...row === column ? [] : [element("p", {}, meaning(r, report.isTelling(row, column)))]);
    byID("readout-chart").replaceChildren(pairChart(report, row, column, this.selection.span, 300, 150));
  }
}

/// The days of two stations.
function pairChart(report, a, b, span, width, height) {
  const names = [a, b].map((place) => label(report.stations[place], 40));
  return profileChart({
    span, width, height, title: `Share of free docks of ${names[0]} and of ${names[1]}`,
    lines: [{ values: report.profile(a, span), kind: "first" }, { values: report.profile(b, span), kind: "second" }],
  });
}
