static void karui_map(float (*f)(float), const float *x, float *y, int32_t n) {
    int32_t i;
    for (i = 0; i < n; i++) y[i] = f(x[i]);
}
