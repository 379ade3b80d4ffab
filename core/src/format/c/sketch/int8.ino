// Runs the network on an empty picture and says what it gives and how long it takes. Put a picture in its place: from a camera, or
// values that you have copied.
#include <karui_model.h>

void setup() {
  Serial.begin(115200);
}

void loop() {
  int8_t *input = karui_input();
  for (int32_t i = 0; i < KARUI_INPUTS; i++) input[i] = karui_quantize(0.0f);
  const unsigned long start = micros();
  const int8_t *output = karui_run();
  const unsigned long took = micros() - start;
  for (int32_t i = 0; i < KARUI_OUTPUTS; i++) {
    Serial.print(karui_dequantize(output[i]), 3);
    Serial.print(' ');
  }
  Serial.print(took);
  Serial.println(" us");
  delay(1000);
}
