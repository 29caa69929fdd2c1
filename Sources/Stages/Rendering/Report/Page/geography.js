// Where things are: kilometres east and south of the middle of the stations, and the part of it that is seen.

class Geography {
  /// Of the stations whose places are known, in their order.
  constructor(report) {
    const { stations, places } = report;
    this.places = places;
    const lat = places.map((place) => stations[place].lat);
    const lng = places.map((place) => stations[place].lng);
    // A network on both sides of the 180th meridian.
    this.isAcross = greatest(lng) - least(lng) > 180;
    const east = lng.map((degrees) => this.#turned(degrees));
    this.origin = { lat: (least(lat) + greatest(lat)) / 2, lng: (least(east) + greatest(east)) / 2 };
    // A degree of longitude is cos(latitude) of one of latitude, as on the ground.
    this.shrink = Math.cos(this.origin.lat * Math.PI / 180);
    const spots = places.map((_, i) => this.spot(lat[i], lng[i]));
    this.x = spots.map(([x]) => x);
    this.y = spots.map(([, y]) => y);
    this.all = this.#box(places.map((_, i) => i));
    const near = this.#near();
    this.frame = this.#box(near);
    this.far = places.length - near.length;
  }

  /// Where among the known places a station is.
  index(place) { return (this.indices ??= new Map(this.places.map((each, i) => [each, i]))).get(place) ?? -1; }

  /// The others within so many kilometres of one, at most 3, and some just beyond.
  near(i, reach) {
    const side = [0.55, 1.1, 3.2].find((length) => reach < length) ?? 3.2;
    const grid = (this.grids ??= {})[side] ??= new PlaceGrid(this, side);
    // The plane is the ground but for less than a hundredth.
    const most = (1.01 * reach + 0.001) ** 2;
    const [x, y] = [this.x[i], this.y[i]];
    return grid.around(i).filter((other) => other !== i && (this.x[other] - x) ** 2 + (this.y[other] - y) ** 2 <= most);
  }

  #turned(degrees) { return this.isAcross && degrees < 0 ? degrees + 360 : degrees; }

  /// Kilometres east and south.
  spot(lat, lng) {
    return [(this.#turned(lng) - this.origin.lng) * this.shrink * DEGREE, (this.origin.lat - lat) * DEGREE];
  }

  /// All stations but the few, at most one in twenty, that are so far away that the others would be a dot: over six times
  /// the median distance from the middle.
  #near() {
    const all = this.x.map((_, i) => i);
    const [x, y] = [median(this.x), median(this.y)];
    const away = all.map((i) => Math.hypot(this.x[i] - x, this.y[i] - y));
    const limit = 6 * Math.max(median(away), 0.05);
    const near = all.filter((i) => away[i] <= limit);
    return all.length - near.length <= Math.max(1, all.length / 20) && near.length > 1 ? near : all;
  }

  #box(members) {
    const [x, y] = [members.map((i) => this.x[i]), members.map((i) => this.y[i])];
    return { left: least(x), right: greatest(x), top: least(y), bottom: greatest(y) };
  }
}

/// Kilometres of a degree of latitude.
const DEGREE = 111.195;

/// Which places are near, by squares of so many kilometres.
class PlaceGrid {
  constructor({ x, y }, side) {
    this.squares = new Map();
    this.squareOf = x.map((_, i) => [Math.floor(x[i] / side), Math.floor(y[i] / side)]);
    this.squareOf.forEach((square, i) => {
      const name = square.join(" ");
      if (!this.squares.has(name)) this.squares.set(name, []);
      this.squares.get(name).push(i);
    });
  }

  /// All within a side of one, and some more.
  around(i) {
    const [column, row] = this.squareOf[i];
    const around = [-1, 0, 1];
    return around.flatMap((dx) => around.flatMap((dy) => this.squares.get(`${column + dx} ${row + dy}`) ?? []));
  }
}

/// The part of the plane that a drawing shows: its middle, and pixels a kilometre.
class MapView {
  constructor(geography) {
    this.geography = geography;
    [this.x, this.y, this.scale] = [0, 0, 1];
    [this.width, this.height] = [600, 400];
  }

  static margin = 28;
  /// Pixels a kilometre: two a metre are enough for any street.
  static greatest = 2000;

  /// Shows a box, in kilometres.
  fit({ left, right, top, bottom }) {
    const room = (length) => Math.max(40, length - 2 * MapView.margin);
    [this.x, this.y] = [(left + right) / 2, (top + bottom) / 2];
    this.scale = Math.min(
      room(this.width) / Math.max(right - left, 0.1), room(this.height) / Math.max(bottom - top, 0.1));
  }

  /// Of the whole network with room around it: nothing smaller is shown.
  get leastScale() {
    const { left, right, top, bottom } = this.geography.all;
    return Math.min(this.width / Math.max(right - left, 0.1), this.height / Math.max(bottom - top, 0.1)) / 2;
  }

  get isFitted() { return this.scale <= this.fittedScale * 1.0001; }

  get fittedScale() {
    const { x, y, scale } = this;
    this.fit(this.geography.frame);
    const fitted = this.scale;
    [this.x, this.y, this.scale] = [x, y, scale];
    return fitted;
  }

  /// Makes all so many times as large; what is at a place of the drawing stays there.
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const scale = Math.min(MapView.greatest, Math.max(this.leastScale, this.scale * factor));
    const [x, y] = this.place(px, py);
    this.scale = scale;
    [this.x, this.y] = [x - (px - this.width / 2) / scale, y - (py - this.height / 2) / scale];
    this.#clamp();
  }

  /// A middle and a scale, where they are possible.
  show(x, y, scale) {
    [this.x, this.y] = [x, y];
    this.zoom(scale / this.scale);
  }

  /// By pixels.
  move(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.#clamp();
  }

  /// The middle stays among the stations.
  #clamp() {
    const { left, right, top, bottom } = this.geography.all;
    this.x = Math.min(right, Math.max(left, this.x));
    this.y = Math.min(bottom, Math.max(top, this.y));
  }

  /// Moves as little as brings a point in.
  reveal(x, y) {
    const [px, py] = this.pixel(x, y);
    const inside = (at, length) => Math.min(length - MapView.margin, Math.max(MapView.margin, at));
    this.move(inside(px, this.width) - px, inside(py, this.height) - py);
  }

  /// Where a point of the plane is on the drawing, and what is at a place of the drawing.
  pixel(x, y) {
    return [this.width / 2 + (x - this.x) * this.scale, this.height / 2 + (y - this.y) * this.scale];
  }

  place(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y + (py - this.height / 2) / this.scale];
  }

  get transform() {
    const [dx, dy] = this.pixel(0, 0);
    return `translate(${dx.toFixed(2)} ${dy.toFixed(2)}) scale(${this.scale.toPrecision(7)})`;
  }
}

function least(values) { return values.reduce((one, two) => Math.min(one, two), Infinity); }
function greatest(values) { return values.reduce((one, two) => Math.max(one, two), -Infinity); }
function median(values) { return quantile([...values].sort((one, two) => one - two), 0.5); }

/// Where the least finite value is; -1 when there is none.
function leastIndex(values) {
  let best = -1;
  values.forEach((value, i) => { if (value < (best < 0 ? Infinity : values[best])) best = i; });
  return best;
}
