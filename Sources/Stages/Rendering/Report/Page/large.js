// A report of so many stations that it has no matrix: r is made of their profiles when it is asked for.

/// r of two stations by their profiles, `count` x bins of them.
class ProfileCorrelations {
  constructor(values, count, { symbol, minimumBins }) {
    Object.assign(this, { values, symbol, minimumBins });
    this.bins = count ? values.length / count : 0;
    // Of complete profiles: r is the product of what is standardised.
    this.rows = new Float64Array(symbol === "tau" ? 0 : values.length);
    this.isComplete = Array.from({ length: count }, (_, place) => this.rows.length > 0 && this.#standardise(place));
  }

  #values(place) { return this.values.subarray(place * this.bins, (place + 1) * this.bins); }

  #standardise(place) {
    const own = [...this.#values(place)];
    if (own.some(Number.isNaN)) return false;
    const row = this.symbol === "rho" ? ranks(own) : own;
    const mean = meanOf(row);
    const size = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    const isConstant = own.every((value) => value === own[0]);
    row.forEach((value, i) => { this.rows[place * this.bins + i] = isConstant ? NaN : (value - mean) / size; });
    return true;
  }

  r(a, b) {
    const { bins, rows } = this;
    if (!this.isComplete[a] || !this.isComplete[b]) return this.#common(a, b);
    let sum = 0;
    for (let i = 0, x = a * bins, y = b * bins; i < bins; i++) sum += rows[x + i] * rows[y + i];
    return Math.max(-1, Math.min(1, sum));
  }

  /// Over the bins that both have.
  #common(a, b) {
    const [x, y] = [[], []];
    const [own, other] = [this.#values(a), this.#values(b)];
    own.forEach((value, i) => {
      if (Number.isNaN(value) || Number.isNaN(other[i])) return;
      x.push(value);
      y.push(other[i]);
    });
    if (x.length < this.minimumBins) return NaN;
    if (this.symbol === "tau") return tau(x, y);
    return this.symbol === "rho" ? pearson(ranks(x), ranks(y)) : pearson(x, y);
  }
}

/// Does what takes long in a large report once an element comes near, or is printed; at once in any other.
function whenSeen(report, part, body) {
  if (!report.isLarge) return body();
  const once = () => {
    watch.disconnect();
    window.removeEventListener("beforeprint", once);
    body();
  };
  const watch = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) once();
  }, { rootMargin: "200px" });
  watch.observe(part);
  window.addEventListener("beforeprint", once);
}

function pearson(x, y) {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - meanX) * (y[i] - meanY);
    xx += (value - meanX) ** 2;
    yy += (y[i] - meanY) ** 2;
  });
  const isConstant = [x, y].some((values) => values.every((value) => value === values[0]));
  return isConstant ? NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/// Kendall's tau-b.
function tau(x, y) {
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i] - x[j]), Math.sign(y[i] - y[j])];
      sum += dx * dy;
      first += dx * dx;
      second += dy * dy;
    }
  }
  return first && second ? sum / Math.sqrt(first * second) : NaN;
}

/// Average ranks.
function ranks(values) {
  const order = values.map((_, i) => i).sort((one, two) => values[one] - values[two]);
  const found = new Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) found[order[i]] = (start + end - 1) / 2;
    start = end;
  }
  return found;
}

/// 32-bit floating-point numbers: all first bytes, then all second ones, and so on.
function floats(bytes) {
  const count = bytes.length / 4;
  const view = new DataView(new ArrayBuffer(bytes.length));
  for (let i = 0; i < count; i++) for (let byte = 0; byte < 4; byte++) view.setUint8(4 * i + byte, bytes[byte * count + i]);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i));
}

/// The part of a matrix that a window shows, of as many stations as there are pairs of pixels: `picture` is a MatrixPicture.
function drawSampled(picture, context, { left, top, side }) {
  const { report, colours, window: { x, y, span } } = picture;
  const size = Math.max(1, Math.min(Math.ceil(span), Math.floor(side / 2)));
  const key = [x, y, span, size].join(" ");
  if (picture.sampled?.key !== key) {
    const image = new ImageData(size, size);
    const place = (start, i) => Math.min(report.count - 1, Math.floor(start + (i + 0.5) * span / size));
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const [red, green, blue] = colours.rgb(picture.value(place(y, row), place(x, column)));
        image.data.set([red, green, blue, 255], 4 * (row * size + column));
      }
    }
    const cells = element("canvas", { width: size, height: size });
    cells.getContext("2d").putImageData(image, 0, 0);
    picture.sampled = { key, cells };
  }
  context.imageSmoothingEnabled = false;
  context.drawImage(picture.sampled.cells, left, top, side, side);
}
