// What the file holds. Stations go by their place in the matrix, from 0 on.

class Report {
  /// Unpacks the data that stand in the page.
  static async read() {
    const content = JSON.parse(document.getElementById("content").textContent);
    const [correlations, day, week, bins] = await Promise.all(
      [content.correlations, content.day, content.week, content.bins].map(unpack));
    const { ground } = content;
    if (ground) ground.points = numbers(await unpack(ground.points), Uint16Array);
    const days = content.days ? await unpack(content.days) : new Uint8Array();
    const values = content.values ? floats(await unpack(content.values)) : null;
    const intervals = content.intervals ? await unpack(content.intervals) : null;
    const other = content.other ? await Report.#unpackOther(content.other) : null;
    return new Report(content, { correlations, intervals, day, week, bins, days, values, other });
  }

  static async #unpackOther({ correlations, values, day }) {
    return {
      correlations: correlations ? numbers(await unpack(correlations), Int16Array) : null,
      values: values ? floats(await unpack(values)) : null, day: shares(await unpack(day)),
    };
  }

  constructor(content, packed) {
    this.about = content.about;
    this.cuts = content.cuts;
    this.extremes = { alike: content.alike, opposed: content.opposed };
    this.neighbours = numbers(bytes(content.neighbours), Uint16Array);
    this.palette = content.palette;
    this.stations = content.stations;
    this.closed = content.closed;
    this.ground = content.ground;
    this.count = content.stations.length;
    this.pairs = packed.values ? new ProfileCorrelations(packed.values, this.count, this.about)
      : new RoundedCorrelations(numbers(packed.correlations, Int16Array), this.count);
    /// Are there so many stations that the page has no matrix?
    this.isLarge = packed.values !== null;
    this.intervals = packed.intervals;
    this.other = packed.other && new OtherPeriod(content.other, packed.other, this.count, this.about);
    this.decay = content.decay;
    /// See `spreadOf`.
    this.spreads = new Map();
    this.profiles = { 24: shares(packed.day), 168: shares(packed.week) };
    this.days = numbers(packed.days, Uint16Array);
    this.bins = packed.bins;
    this.binBytes = this.count ? packed.bins.length / this.count : 0;
    this.groups = this.#makeGroups();
    this.places = this.stations.map((_, place) => place).filter((place) => this.hasPlace(place));
  }

  get hasWeek() { return this.profiles[168].length > 0; }

  /// r of two stations; NaN where it is undefined.
  r(a, b) {
    if (a === b) return this.stations[a].group ? 1 : NaN;
    return this.pairs.r(a, b);
  }

  get hasIntervals() { return this.intervals !== null; }

  /// The ends, in hundredths, of what r of two stations surely is on other days, rounded outwards: { low, high }; null where
  /// there is no interval.
  interval(a, b) {
    if (!this.hasIntervals || a === b) return null;
    const index = this.pairs.index(a, b);
    const [below, above] = [this.intervals[index], this.intervals[this.intervals.length / 2 + index]];
    if (below === NO_INTERVAL) return null;
    const middle = Math.trunc(this.pairs.values[index] / (R_SCALE / 100));
    return { low: middle - below, high: middle + above };
  }

  /// Bins that both stations have.
  commonBins(a, b) {
    let count = 0;
    for (let i = 0; i < this.binBytes; i++) {
      count += ONES[this.bins[a * this.binBytes + i] & this.bins[b * this.binBytes + i]];
    }
    return count;
  }

  /// Do two stations have as many bins in common as lists and groups want? With fewer, r is near 1 or -1 by chance.
  isTelling(a, b) { return this.commonBins(a, b) >= this.about.tellingBins; }

  /// The share of free docks by hour of the day (24) or of the week (168); NaN where there is none.
  profile(place, span) { return this.profiles[span].subarray(place * span, (place + 1) * span); }

  mean(place) {
    const known = this.profile(place, 24).filter((share) => !Number.isNaN(share));
    return known.reduce((sum, share) => sum + share, 0) / known.length;
  }

  hasPlace(place) { return this.stations[place].lat !== undefined; }

  /// Between which values of an hour of the day the middle half of a station's days lie; null where days are not known.
  spread(place) {
    if (!this.days.length) return null;
    const part = (from) => Array.from(this.days.subarray(54 * place + from, 54 * place + from + 24), shareOf);
    return { low: part(0), high: part(24) };
  }

  /// Of the calendar's hours how many of a station are known, all without a bike, all without a free dock; null where days
  /// are not known.
  hoursOut(place) {
    if (!this.days.length) return null;
    const [known, empty, full] = [48, 50, 52].map((at) => this.days[54 * place + at] * 65536 + this.days[54 * place + at + 1]);
    return { known, empty, full };
  }

  get geography() { return this.plane ??= new Geography(this); }

  /// Stations by their number, as every output has them.
  inOrder() {
    return this.stations.map((_, place) => place).sort((one, two) => this.stations[one].number - this.stations[two].number);
  }

  /// The other stations within so many kilometres, at most 3, the nearest first, as { place, away }.
  placesNear(place, reach) {
    const found = [];
    for (const i of this.geography.near(this.geography.index(place), reach)) {
      const away = this.distance(place, this.places[i]);
      if (away <= reach) found.push({ place: this.places[i], away });
    }
    return found.sort((one, two) => one.away - two.away || one.place - two.place);
  }

  /// Kilometres between two stations (haversine); NaN where a place is not known.
  distance(a, b) {
    if (!this.hasPlace(a) || !this.hasPlace(b)) return NaN;
    const radians = (degrees) => degrees * Math.PI / 180;
    const [from, to] = [this.stations[a], this.stations[b]];
    const half = (x) => Math.sin(radians(x) / 2) ** 2;
    const h = half(to.lat - from.lat)
      + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(to.lng - from.lng);
    return 2 * 6371.0088 * Math.asin(Math.sqrt(Math.min(1, h)));
  }

  /// Calls `body` with each pair of different stations that has an r; not where there are too many.
  forEachPair(body) { if (!this.isLarge) this.pairs.forEachPair(body); }

  /// Calls `body` with each pair of r between two values, and the kilometres between its stations, where those are at most
  /// `reach`, and known; of a large report within 3 km.
  forEachPairApart(reach, low, high, body) {
    if (reach > 3 && !this.isLarge) {
      this.forEachPair((a, b, r) => {
        if (r < low || r > high) return;
        const away = this.distance(a, b);
        if (away <= reach) body(a, b, r, away);
      });
      return;
    }
    for (const a of this.places) {
      for (const { place: b, away } of this.placesNear(a, Math.min(reach, 3))) {
        const r = b > a ? this.r(a, b) : NaN;
        if (r >= low && r <= high) body(a, b, r, away);
      }
    }
  }

  /// The others that have the greatest telling r above 0 with a station, the best first, by r of all digits.
  alikeTo(place) { return this.#others(2 * place); }

  /// Those that have the least r below 0.
  opposedTo(place) { return this.#others(2 * place + 1); }

  #others(row) {
    const most = this.neighbours.length / (2 * this.count);
    return [...this.neighbours.subarray(row * most, (row + 1) * most)].filter((place) => place !== MISSING);
  }

  /// Of each group its number and its stations, which lie side by side.
  #makeGroups() {
    const groups = [];
    this.stations.forEach(({ group }, place) => {
      if (!group) return;
      (groups[group - 1] ??= { number: group, members: [] }).members.push(place);
    });
    return groups;
  }
}

/// Of shares.
const SCALE = 10000;
const MISSING = 65535;
const NO_INTERVAL = 255;
/// How many bits of a byte are set.
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

/// Base64 -> bytes.
function bytes(base64) {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
  return all;
}

/// Base64 of zlib's format -> bytes.
async function unpack(base64) {
  const stream = new Blob([bytes(base64)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/// All upper bytes, then all lower bytes -> 16-bit numbers of a type.
function numbers(bytes, Type) {
  const count = bytes.length / 2;
  const values = new Type(count);
  for (let i = 0; i < count; i++) values[i] = bytes[i] << 8 | bytes[count + i];
  return values;
}

function shares(bytes) { return Float32Array.from(numbers(bytes, Uint16Array), shareOf); }

function shareOf(value) { return value === MISSING ? NaN : value / SCALE; }
