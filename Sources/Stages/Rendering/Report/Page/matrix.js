// Draws the matrix: a pixel a cell, scaled to what the window shows.

/// Colours of r, those of the picture that --plot makes.
class Colours {
  constructor({ map, undefined: none }) {
    const text = atob(map);
    this.steps = (text.length / 3 - 1) / 2;
    this.bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    this.none = [1, 3, 5].map((i) => parseInt(none.slice(i, i + 2), 16));
  }

  rgb(r) {
    if (Number.isNaN(r)) return this.none;
    const at = 3 * (this.steps + Math.round(r * this.steps));
    return this.bytes.subarray(at, at + 3);
  }

  css(r) { return `rgb(${[...this.rgb(r)].join(" ")})`; }
}

class MatrixPicture {
  constructor(report, canvas) {
    this.report = report;
    this.canvas = canvas;
    this.window = new MatrixWindow(report.count);
    this.colours = new Colours(report.palette);
    this.cursor = { row: 0, column: Math.min(1, report.count - 1) };
    this.isWanted = false;
    this.show(MATRIX_SHOWS[0].value);
  }

  /// Cells show something else: see `MATRIX_SHOWS`.
  show(name) {
    this.shows = showOf(name);
    this.cells = this.report.isLarge ? null : this.#makeCells();
    this.sampled = null;
  }

  /// What a cell shows; NaN of nothing.
  value(row, column) { return this.shows.of(this.report, row, column); }

  /// All cells, a pixel each.
  #makeCells() {
    const { report } = this;
    const size = report.count;
    const image = new ImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    const code = (r) => {
      const [red, green, blue] = this.colours.rgb(r);
      return 0xFF000000 | blue << 16 | green << 8 | red;
    };
    const { steps } = this.colours;
    const codes = Uint32Array.from({ length: 2 * steps + 1 }, (_, i) => code((i - steps) / steps));
    const none = code(NaN);
    pixels.fill(none);
    const paint = (a, b, value) => {
      if (!Number.isNaN(value)) pixels[a * size + b] = pixels[b * size + a] = codes[steps + Math.round(value * steps)];
    };
    if (this.shows === MATRIX_SHOWS[0]) report.forEachPair(paint);
    else report.other.pairs.forEachPair((a, b) => paint(a, b, this.value(a, b)));
    for (let a = 0; a < size; a++) paint(a, a, this.value(a, a));
    const cells = element("canvas", { width: size, height: size });
    cells.getContext("2d").putImageData(image, 0, 0);
    return cells;
  }

  /// Where the cells are on the canvas, in pixels of the page.
  layout() {
    const width = this.canvas.clientWidth;
    const strip = 8;
    // For the names of groups, and of stations where they are to be read: the cells stay where they are.
    const labels = Math.min(190, width * (width < 480 ? 0.2 : 0.28));
    const start = labels + strip + 2;
    const side = Math.max(1, width - start - 1);
    // As high as wide: the strip above, and the rest below it, stay free.
    return { strip, labels, left: start, top: strip + 2, side, cell: side / this.window.span };
  }

  /// The cell at a place of the canvas; null beside the cells.
  cellAt(x, y) {
    const { left, top, side, cell } = this.layout();
    if (x < left || y < top || x >= left + side || y >= top + side) return null;
    const inside = (at) => Math.min(this.report.count - 1, Math.floor(at));
    return { column: inside(this.window.x + (x - left) / cell), row: inside(this.window.y + (y - top) / cell) };
  }

  /// Draws before the next frame, once.
  request() {
    if (this.isWanted) return;
    this.isWanted = true;
    requestAnimationFrame(() => {
      this.isWanted = false;
      this.draw();
    });
  }

  draw() {
    const { canvas } = this;
    const scale = window.devicePixelRatio || 1;
    const layout = this.layout();
    const [width, height] = [canvas.clientWidth, layout.top + layout.side + 1];
    canvas.style.aspectRatio = `${width} / ${height}`;
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    this.#drawCells(context, layout);
    this.#drawGroups(context, layout);
    if (layout.cell >= 11) this.#drawLabels(context, layout);
    else this.#drawGroupNames(context, layout);
    this.#drawCursor(context, layout);
  }

  #drawCells(context, { left, top, side, cell }) {
    if (!this.cells) return drawSampled(this, context, { left, top, side });
    const { x, y, span } = this.window;
    // Cells smaller than a pixel are averaged, larger ones keep their edges.
    context.imageSmoothingEnabled = cell * (window.devicePixelRatio || 1) < 1;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.cells, x, y, span, span, left, top, side, side);
    if (cell >= 6) this.#hatch(context, left, top, cell);
  }

  /// Strokes over the cells that have no r.
  #hatch(context, left, top, cell) {
    const { x, y, span } = this.window;
    const last = (start) => Math.min(this.report.count, Math.ceil(start + span));
    context.save();
    context.beginPath();
    context.rect(left, top, span * cell, span * cell);
    context.clip();
    context.beginPath();
    for (let row = Math.floor(y); row < last(y); row++) {
      for (let column = Math.floor(x); column < last(x); column++) {
        if (!Number.isNaN(this.value(row, column))) continue;
        const [cx, cy] = [left + (column - x) * cell, top + (row - y) * cell];
        context.moveTo(cx, cy + cell);
        context.lineTo(cx + cell, cy);
      }
    }
    context.strokeStyle = "#707070";
    context.lineWidth = 1;
    context.stroke();
    context.restore();
  }

  /// Strips in the colours of the groups above and beside the cells, and lines between the groups.
  #drawGroups(context, { strip, left, top, side, cell }) {
    const at = (start, place) => Math.min(side, Math.max(0, (place - start) * cell));
    const { groups } = this.report;
    const line = cell >= 3 ? 1.25 : 0.75;
    // Of a group as narrow as a line nothing else would be seen.
    const isWide = (group) => group && group.members.length * cell >= 4 * line;
    groups.forEach((group, i) => {
      const { members } = group;
      const [first, end] = [members[0], members.at(-1) + 1];
      context.fillStyle = group.colour;
      const [x0, x1] = [at(this.window.x, first), at(this.window.x, end)];
      const [y0, y1] = [at(this.window.y, first), at(this.window.y, end)];
      // One that stands alone among a thousand is to be seen, too.
      if (x1 > 0 && x0 < side) context.fillRect(left + x0, top - strip - 1, Math.max(1.5, x1 - x0), strip);
      if (y1 > 0 && y0 < side) context.fillRect(left - strip - 1, top + y0, strip, Math.max(1.5, y1 - y0));
      if (!isWide(group) || !isWide(groups[i + 1])) return;
      context.fillStyle = "#1a1a1a";
      if (x1 > 0 && x1 < side - 1) context.fillRect(left + x1 - line / 2, top, line, side);
      if (y1 > 0 && y1 < side - 1) context.fillRect(left, top + y1 - line / 2, side, line);
    });
  }

  /// The number and the name of each group whose strip has room for them.
  #drawGroupNames(context, { strip, labels, left, top, side, cell }) {
    const height = 14;
    this.#setFont(context, 12);
    context.fillStyle = themeColour("ink");
    const at = (place) => Math.min(side, Math.max(0, (place - this.window.y) * cell));
    for (const { number, members, name } of this.report.groups) {
      const [y0, y1] = [at(members[0]), at(members.at(-1) + 1)];
      if (y1 - y0 < height) continue;
      const lines = wrapped(context, `${number}: ${name}`, labels - 6, Math.floor((y1 - y0) / height));
      lines.forEach((line, i) => {
        context.fillText(line, left - strip - 6, top + (y0 + y1) / 2 + (i - (lines.length - 1) / 2) * height);
      });
    }
  }

  #setFont(context, size) {
    context.font = `${size}px ${getComputedStyle(this.canvas).fontFamily}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
  }

  #drawLabels(context, { strip, labels, left, top, side, cell }) {
    const { y, span } = this.window;
    const size = Math.min(13, Math.max(10, cell * 0.72));
    this.#setFont(context, size);
    for (let row = Math.floor(y); row < Math.min(this.report.count, Math.ceil(y + span)); row++) {
      const middle = top + (row + 0.5 - y) * cell;
      if (middle < top || middle > top + side) continue;
      context.fillStyle = themeColour(row === this.cursor.row ? "ink" : "quiet");
      context.fillText(fitting(context, label(this.report.stations[row]), labels - 6), left - strip - 6, middle);
    }
  }

  #drawCursor(context, { left, top, side, cell }) {
    const { row, column } = this.cursor;
    if (row < 0 || this.report.count === 0) return;
    const [x, y] = [left + (column - this.window.x) * cell, top + (row - this.window.y) * cell];
    context.save();
    context.beginPath();
    context.rect(left, top, side, side);
    context.clip();
    context.fillStyle = "rgb(0 0 0 / 35%)";
    context.fillRect(left, y + cell / 2 - 0.5, side, 1);
    context.fillRect(x + cell / 2 - 0.5, top, 1, side);
    // Seen on any colour.
    for (const [colour, line] of [["#ffffff", 4], ["#000000", 2]]) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      const grown = Math.max(cell, 7);
      context.strokeRect(x + cell / 2 - grown / 2, y + cell / 2 - grown / 2, grown, grown);
    }
    context.restore();
  }
}

/// The lines of a text, at most so many.
function wrapped(context, text, width, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.length === most || context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitting(context, line, width));
}

/// As much of a text as is no wider than that.
function fitting(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  const cut = (count) => `${letters.slice(0, count).join("")}\u2026`;
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(cut(middle)).width <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
