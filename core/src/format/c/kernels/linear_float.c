/* A linear layer. x [c], weight [k][c], y [k]. */
static void karui_linear(int32_t n, int32_t outputs, const float *weight, const float *bias, float (*f)(float),
                         const float *x, float *y) {
    int32_t k, c;
    for (k = 0; k < outputs; k++, weight += n) {
        float sum = 0.0f;
        for (c = 0; c < n; c++) sum += x[c] * weight[c];
        if (bias) sum += bias[k];
        y[k] = f ? f(sum) : sum;
    }
}
