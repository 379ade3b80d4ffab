/* y = a * b; b has one value for every `repeat` of a channel's. */
static void karui_multiply(const float *a, const float *b, float *y, int32_t area, int32_t c, int32_t repeat) {
    int32_t i, j;
    for (i = 0; i < area; i++) {
        for (j = 0; j < c; j++) y[i * c + j] = a[i * c + j] * b[i / repeat * c + j];
    }
}
