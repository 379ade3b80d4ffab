/* A convolution. A depthwise one has as many groups as channels. x [h][w][c], weight [k][kh][kw][c / groups], y [oh][ow][k]. */
typedef struct {
    int32_t h, w, c, oh, ow, k, kh, kw, sh, sw, pt, pl, groups;
} karui_layer;

static void karui_convolve(const karui_layer *l, const float *weight, const float *bias, float (*f)(float),
                           const float *x, float *y) {
    const int32_t cg = l->c / l->groups, kg = l->k / l->groups;
    int32_t p, q, k, i, j, c;
    for (p = 0; p < l->oh; p++) {
        for (q = 0; q < l->ow; q++) {
            const float *by = weight;
            for (k = 0; k < l->k; k++) {
                float sum = bias ? bias[k] : 0.0f;
                for (i = 0; i < l->kh; i++) {
                    const int32_t row = p * l->sh + i - l->pt;
                    for (j = 0; j < l->kw; j++, by += cg) {
                        const int32_t col = q * l->sw + j - l->pl;
                        if (row >= 0 && row < l->h && col >= 0 && col < l->w) {
                            const float *from = x + (row * l->w + col) * l->c + k / kg * cg;
                            for (c = 0; c < cg; c++) sum += from[c] * by[c];
                        }
                    }
                }
                *y++ = f ? f(sum) : sum;
            }
        }
    }
}
