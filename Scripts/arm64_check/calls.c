// Calls a function of a library that is opened at the first call, twice: its arguments arrive as they were.
#include <stdio.h>

double isal_inflate(long, long, long, long, long, long, double, double, double, double, double, double, double, double);

int main(void) {
  for (int k = 0; k < 2; k++)
    if (isal_inflate(1, 2, 3, 4, 5, 6, .5, 1, 2, 3, 4, 5, 6, 7) != 91 + .5 + 2 + 6 + 12 + 20 + 30 + 42 + 56) return 1;
  printf("%-24s the arguments arrived\n", "calls");
}
