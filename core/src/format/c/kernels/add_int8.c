/* y = a + b, each brought to the output's grid by its multiplier. */
static void karui_add(const int8_t *a, const int8_t *b, int8_t *y, int32_t n, int32_t a_zero, int32_t b_zero,
                      int32_t y_zero, int32_t by_a, int32_t by_b, int32_t shift) {
    int32_t i;
    for (i = 0; i < n; i++) {
        const int32_t sum = (a[i] - a_zero) * by_a + (b[i] - b_zero) * by_b;
        y[i] = karui_level(karui_scaled(sum, 1, shift) + y_zero, -128, 127);
    }
}
