// In the place of a library of functions.h that is opened late: a function that takes as many arguments as fit into registers.
double isal_inflate(long a, long b, long c, long d, long e, long f, double p, double q, double r, double s, double t,
                    double u, double v, double w) {
  return (double)(a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f) + p + 2 * q + 3 * r + 4 * s + 5 * t + 6 * u + 7 * v + 8 * w;
}
void isal_inflate_init(void) {}
void isal_inflate_reset(void) {}
