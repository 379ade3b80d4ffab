//! The engine against PyTorch, against itself, and against arbitrary input.
