// r of all pairs as the page holds it.

/// Of correlations, which are cut off.
const R_SCALE = 20000;
const UNDEFINED = -32768;

/// The middle of where r is, so that to any number of digits up to four it is rounded as r itself.
function rOf(value) {
  if (value === UNDEFINED) return NaN;
  return Math.sign(value) * Math.min(1, (Math.abs(value) + 0.5) / R_SCALE);
}

/// Each pair once, row by row, by the places of `count` stations.
class RoundedCorrelations {
  constructor(values, count) { Object.assign(this, { values, count }); }

  index(a, b) {
    const [first, second] = a < b ? [a, b] : [b, a];
    return first * (2 * this.count - first - 1) / 2 + second - first - 1;
  }

  /// Of different stations; NaN where it is undefined.
  r(a, b) { return rOf(this.values[this.index(a, b)]); }

  /// Calls `body` with each pair that has an r.
  forEachPair(body) {
    let index = 0;
    for (let a = 0; a < this.count; a++) {
      for (let b = a + 1; b < this.count; b++) {
        const value = this.values[index++];
        if (value !== UNDEFINED) body(a, b, rOf(value));
      }
    }
  }
}
