//! Files: what comes in is checked and becomes a typed error where it is wrong; nothing here panics on any bytes.

mod bits;
pub mod c;
mod huffman;
pub mod layout;
pub mod onnx;
pub mod packed;
pub mod safetensors;
pub mod tflite;
mod zip;
