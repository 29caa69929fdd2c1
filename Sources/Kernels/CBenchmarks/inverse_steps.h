// The steps of a kernel, included once for each KIND: with LOOP empty for any order n, or a request to unroll for the
// small orders that the compiler is told. Unrolled, a whole matrix of order 5 stays in AVX-512's registers, which takes
// a quarter off its time; from order 7 on that gains nothing.

// Row k becomes that of rows k ... n - 1 with the greatest element in column k, in each lane.
PART void KIND(bring_pivot)(size_t n, size_t k, lanes *a, lanes *origin) {
  LOOP
  for (size_t i = k + 1; i < n; i++) {
    const lane_mask greater = __builtin_elementwise_abs(a[i * n + k]) > __builtin_elementwise_abs(a[k * n + k]);
    LOOP
    for (size_t j = 0; j < n; j++) swap_where(&greater, &a[k * n + j], &a[i * n + j]);
    swap_where(&greater, &origin[k], &origin[i]);
  }
}

// a becomes, above the diagonal, U; on it, the reciprocals of U's; below it, L^-1, whose columns are those of I in the
// order `origin`: the right-hand sides need no room of their own.
PART void KIND(eliminate)(size_t n, lanes *a, lanes *origin, lane_mask *singular) {
  LOOP
  for (size_t k = 0; k < n; k++) {
    KIND(bring_pivot)(n, k, a, origin);
    *singular |= ~(__builtin_elementwise_abs(a[k * n + k]) >= DBL_MIN);
    const lanes reciprocal = 1 / a[k * n + k];
    a[k * n + k] = reciprocal;
    LOOP
    for (size_t i = k + 1; i < n; i++) {
      const lanes factor = a[i * n + k] * reciprocal;
      LOOP
      for (size_t j = 0; j < n; j++) {
        if (j != k) a[i * n + j] -= factor * a[k * n + j];
      }
      a[i * n + k] = -factor;
    }
  }
}

// a becomes U^-1 L^-1, from the last row up.
PART void KIND(substitute)(size_t n, lanes *a) {
  LOOP
  for (size_t i = n; i-- > 0;) {
    lanes u[VELIBCORR_INVERSE_ORDER];
    LOOP
    for (size_t j = i; j < n; j++) {
      u[j] = a[i * n + j];
      a[i * n + j] = j == i;
    }
    LOOP
    for (size_t j = i + 1; j < n; j++) {
      LOOP
      for (size_t c = 0; c < n; c++) a[i * n + c] -= u[j] * a[j * n + c];
    }
    LOOP
    for (size_t c = 0; c < n; c++) a[i * n + c] *= u[i];
  }
}

PART size_t KIND(invert_lanes)(size_t n, const double *matrices, double *inverses) {
  lanes a[VELIBCORR_INVERSE_ORDER * VELIBCORR_INVERSE_ORDER], origin[VELIBCORR_INVERSE_ORDER];
  lane_mask singular = 0;
  load(n * n, matrices, a);
  for (size_t i = 0; i < n; i++) origin[i] = i;
  KIND(eliminate)(n, a, origin, &singular);
  KIND(substitute)(n, a);
  store(n, a, origin, inverses);
  size_t found = 0;
  for (size_t lane = 0; lane < LANES; lane++) {
    if (!singular[lane]) continue;
    found++;
    for (size_t e = 0; e < n * n; e++) inverses[lane * n * n + e] = NAN;
  }
  return found;
}

PART size_t KIND(invert_all)(size_t n, size_t count, const double *matrices, double *inverses) {
  size_t done = 0, singular = 0;
  for (; done + LANES <= count; done += LANES)
    singular += KIND(invert_lanes)(n, matrices + done * n * n, inverses + done * n * n);
  if (done == count) return singular;
  // The last, with copies of its first in the free lanes.
  enum { ROOM = LANES * VELIBCORR_INVERSE_ORDER * VELIBCORR_INVERSE_ORDER };
  double in[ROOM], out[ROOM];
  const size_t size = n * n, left = count - done;
  for (size_t m = 0; m < LANES; m++)
    memcpy(in + m * size, matrices + (m < left ? done + m : done) * size, size * sizeof(double));
  KIND(invert_lanes)(n, in, out);
  memcpy(inverses + done * size, out, left * size * sizeof(double));
  for (size_t m = 0; m < left; m++) singular += isnan(out[m * size]) != 0;
  return singular;
}
