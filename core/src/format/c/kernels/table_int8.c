/* A function of single values: all 256 results, that of -128 first. */
static void karui_look_up(const int8_t *table, const int8_t *x, int8_t *y, int32_t n) {
    int32_t i;
    for (i = 0; i < n; i++) y[i] = table[x[i] + 128];
}
