/* The level of a value: the nearest, halves to the even one. */
int8_t karui_quantize(float value) {
    float v = value / KARUI_INPUT_SCALE;
    int32_t n;
    if (v != v) v = 0.0f;
    v = v < -1024.0f ? -1024.0f : v > 1024.0f ? 1024.0f : v;
    n = (int32_t)v;
    v -= (float)n;
    if (v > 0.5f || (v == 0.5f && n % 2 != 0)) n++;
    if (v < -0.5f || (v == -0.5f && n % 2 != 0)) n--;
    return karui_level(n + KARUI_INPUT_ZERO, -128, 127);
}

float karui_dequantize(int8_t level) {
    return KARUI_OUTPUT_SCALE * (float)(level - KARUI_OUTPUT_ZERO);
}
