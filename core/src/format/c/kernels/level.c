/* What a sum of products is as a level: sum * multiplier / 2^shift, halves upwards, from the output's zero on, between bounds. */
static int64_t karui_scaled(int32_t sum, int32_t multiplier, int32_t shift) {
    const int64_t v = (int64_t)sum * multiplier + ((int64_t)1 << (shift - 1));
    /* A negative number shifted right is whatever the compiler likes, so it never is. */
    return v >= 0 ? v >> shift : -1 - ((-1 - v) >> shift);
}

static int8_t karui_level(int64_t level, int32_t low, int32_t high) {
    return (int8_t)(level < low ? low : level > high ? high : level);
}
