// Names on the map, as room allows: first those of the chosen stations, then of whichever come first. None covers another,
// or a disk.

class MapNames {
  constructor(map) {
    this.map = map;
    this.texts = map.places.map((place) => label(map.report.stations[place], 26));
    this.widths = new Map();
    this.ruler = element("canvas").getContext("2d");
  }

  static most = 90;
  static height = 15;

  #width(text) {
    if (!this.widths.has(text)) {
      this.ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
      this.widths.set(text, this.ruler.measureText(text).width + 4);
    }
    return this.widths.get(text);
  }

  draw() {
    const { map } = this;
    const { view, layers, selection } = map;
    const inView = [];
    map.places.forEach((_, i) => {
      const [x, y] = map.pixel(i);
      if (x > 0 && y > 0 && x < view.width && y < view.height) inView.push({ i, x, y });
    });
    // Where disks are closer than names are high, names would say nothing.
    const chosen = [selection.a, selection.b].map((place) => map.places.indexOf(place));
    const isCrowded = inView.length > view.width * view.height / 2500;
    const wanted = [
      ...inView.filter(({ i }) => chosen.includes(i)), ...isCrowded ? [] : inView.filter(({ i }) => !chosen.includes(i)),
    ];
    const taken = new BoxGrid(64);
    const { radius } = map;
    for (const { x, y } of isCrowded ? [] : inView) {
      taken.add({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    }
    // What the scale and the arrow to the north stand on.
    taken.add({ left: 0, right: 270, top: view.height - 26, bottom: view.height });
    taken.add({ left: view.width - 40, right: view.width, top: 0, bottom: 56 });
    const shown = this.#quarters(taken);
    for (const { i, x, y } of wanted) {
      if (shown.length >= MapNames.most) break;
      const text = this.#placed(i, x, y, chosen.includes(i) ? new BoxGrid(64) : taken, taken);
      if (text) shown.push(text);
    }
    layers.names.replaceChildren(...shown);
  }

  /// Names of quarters in their middles, over the disks, where they are wide enough.
  #quarters(taken) {
    const { view, quarters } = this.map;
    const own = new BoxGrid(64);
    return quarters.flatMap(({ text, x, y, wide }) => {
      const [px, py] = view.pixel(x, y);
      const width = this.#width(text);
      const box = { left: px - width / 2, right: px + width / 2, top: py - 8, bottom: py + 8 };
      const isInside = box.left >= 0 && box.right <= view.width && box.top >= 0 && box.bottom <= view.height;
      if (!isInside || width > wide * view.scale || own.hits(box)) return [];
      own.add(box);
      taken.add(box);
      return [drawing("text", { class: "map-text quarter", x: px, y: py + 4, "text-anchor": "middle" }, text)];
    });
  }

  /// Beside its disk, right or left, else above or below; null where there is no room among what is avoided.
  #placed(i, x, y, avoided, taken) {
    const { view, radius } = this.map;
    const text = this.texts[i];
    const width = this.#width(text);
    const [away, half] = [radius + 5, MapNames.height / 2];
    const spots = [
      [x + away, y - half], [x - away - width, y - half], [x - width / 2, y - away - 13], [x - width / 2, y + away - 2],
    ];
    for (const [left, top] of spots) {
      const box = { left, right: left + width, top, bottom: top + MapNames.height };
      const isInside = left >= 0 && box.right <= view.width && top >= 0 && box.bottom <= view.height;
      if (!isInside || avoided.hits(box)) continue;
      taken.add(box);
      return drawing("text", { class: "map-text", x: (left + 2).toFixed(1), y: (top + 11.5).toFixed(1) }, text);
    }
    return null;
  }
}

/// Boxes by the squares of a grid that they touch.
class BoxGrid {
  constructor(side) {
    this.side = side;
    this.squares = new Map();
  }

  *#touched({ left, right, top, bottom }) {
    for (let column = Math.floor(left / this.side); column <= Math.floor(right / this.side); column++) {
      for (let row = Math.floor(top / this.side); row <= Math.floor(bottom / this.side); row++) yield `${column} ${row}`;
    }
  }

  add(box) {
    for (const square of this.#touched(box)) {
      if (!this.squares.has(square)) this.squares.set(square, []);
      this.squares.get(square).push(box);
    }
  }

  hits(box) {
    const meets = (other) => box.left < other.right && other.left < box.right
      && box.top < other.bottom && other.top < box.bottom;
    for (const square of this.#touched(box)) if (this.squares.get(square)?.some(meets)) return true;
    return false;
  }
}
