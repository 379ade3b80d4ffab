/* The mean of each channel over all positions. */
static void karui_mean(const float *x, float *y, int32_t area, int32_t c) {
    int32_t i, a;
    for (i = 0; i < c; i++) {
        float sum = 0.0f;
        for (a = 0; a < area; a++) sum += x[a * c + i];
        y[i] = sum / (float)area;
    }
}
