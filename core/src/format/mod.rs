//! Files: what comes in is checked and becomes a typed error where it is wrong; nothing here panics on any bytes.

pub mod layout;
pub mod safetensors;
