/* The maximum of each window; what lies outside of the picture never wins. */
typedef struct {
    int32_t h, w, c, oh, ow, kh, kw, sh, sw, pt, pl;
} karui_window;

static void karui_max(const karui_window *s, const karui_value *x, karui_value *y) {
    int32_t p, q, i, j, c;
    for (p = 0; p < s->oh; p++) {
        for (q = 0; q < s->ow; q++) {
            for (c = 0; c < s->c; c++) {
                int is_first = 1;
                for (i = 0; i < s->kh; i++) {
                    const int32_t row = p * s->sh + i - s->pt;
                    for (j = 0; j < s->kw; j++) {
                        const int32_t col = q * s->sw + j - s->pl;
                        if (row >= 0 && row < s->h && col >= 0 && col < s->w) {
                            const karui_value v = x[(row * s->w + col) * s->c + c];
                            if (is_first || v > *y) *y = v;
                            is_first = 0;
                        }
                    }
                }
                y++;
            }
        }
    }
}
