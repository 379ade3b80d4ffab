/* The mean of each channel over all positions; with shift 0 input and output are on one grid. */
static void karui_mean(const int8_t *x, int8_t *y, int32_t area, int32_t c, int32_t x_zero, int32_t y_zero,
                       int32_t multiplier, int32_t shift) {
    int32_t i, a;
    for (i = 0; i < c; i++) {
        int32_t sum = 0;
        int64_t level;
        for (a = 0; a < area; a++) sum += x[a * c + i];
        if (shift > 0) {
            level = karui_scaled(sum - area * x_zero, multiplier, shift) + y_zero;
        } else {
            level = (sum + (sum > 0 ? area / 2 : sum < 0 ? -(area / 2) : 0)) / area;
        }
        y[i] = karui_level(level, -128, 127);
    }
}
