#ifdef KARUI_MAIN
/* A program for a computer: images as float32 values on its standard input, what the network says of each on its output. */
#include <stdio.h>

int main(void) {
    static float image[KARUI_INPUTS];
    while (fread(image, sizeof image[0], KARUI_INPUTS, stdin) == KARUI_INPUTS) {
        karui_value *input = karui_input();
        int32_t i;
        for (i = 0; i < KARUI_INPUTS; i++) input[i] = KARUI_VALUE(image[i]);
        fwrite(karui_run(), sizeof(karui_value), KARUI_OUTPUTS, stdout);
    }
    return 0;
}
#endif
