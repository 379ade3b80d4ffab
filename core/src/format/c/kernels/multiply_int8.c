/* y = a * b; b has one value for every `repeat` of a channel's. */
static void karui_multiply(const int8_t *a, const int8_t *b, int8_t *y, int32_t area, int32_t c, int32_t repeat,
                           int32_t a_zero, int32_t b_zero, int32_t y_zero, int32_t multiplier, int32_t shift) {
    int32_t i, j;
    for (i = 0; i < area; i++) {
        for (j = 0; j < c; j++) {
            const int32_t product = (a[i * c + j] - a_zero) * (b[i / repeat * c + j] - b_zero);
            y[i * c + j] = karui_level(karui_scaled(product, multiplier, shift) + y_zero, -128, 127);
        }
    }
}
