/* A convolution. A depthwise one has as many groups as channels, a linear layer is one of pictures of a single pixel.
   x [h][w][c], weight [k][kh][kw][c / groups], y [oh][ow][k]. */
typedef struct {
    int32_t h, w, c, oh, ow, k, kh, kw, sh, sw, pt, pl, groups;
    int32_t x_zero, y_zero, low, high, shift;
} karui_layer;

static void karui_convolve(const karui_layer *l, const int8_t *weight, const int32_t *bias, const int32_t *multiplier,
                           const int8_t *x, int8_t *y) {
    const int32_t cg = l->c / l->groups, kg = l->k / l->groups;
    int32_t p, q, k, i, j, c;
    for (p = 0; p < l->oh; p++) {
        for (q = 0; q < l->ow; q++) {
            const int8_t *by = weight;
            for (k = 0; k < l->k; k++) {
                int32_t sum = bias[k];
                for (i = 0; i < l->kh; i++) {
                    const int32_t row = p * l->sh + i - l->pt;
                    for (j = 0; j < l->kw; j++, by += cg) {
                        const int32_t col = q * l->sw + j - l->pl;
                        if (row >= 0 && row < l->h && col >= 0 && col < l->w) {
                            const int8_t *from = x + (row * l->w + col) * l->c + k / kg * cg;
                            for (c = 0; c < cg; c++) sum += (from[c] - l->x_zero) * by[c];
                        }
                    }
                }
                *y++ = karui_level(karui_scaled(sum, multiplier[k], l->shift) + l->y_zero, l->low, l->high);
            }
        }
    }
}
