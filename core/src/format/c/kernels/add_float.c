static void karui_add(const float *a, const float *b, float *y, int32_t n) {
    int32_t i;
    for (i = 0; i < n; i++) y[i] = a[i] + b[i];
}
