//! A network as a file to take away.

use karui_core::Result;
use karui_core::compress::Model;
use karui_core::format::{c, onnx, packed, safetensors, tflite};
use karui_protocol::{Event, FileFormat};

/// `network` as a file called after `name`.
pub fn export(network: &Model, format: FileFormat, name: &str) -> Result<Event> {
    let (extension, bytes) = match format {
        FileFormat::Safetensors => ("safetensors", safetensors::save(&network.graph, &network.weights)?),
        FileFormat::Onnx => ("onnx", onnx::export(network)?),
        FileFormat::Tflite => ("tflite", tflite::export(network)?),
        FileFormat::C => ("c", c::export(network)?.source.into_bytes()),
        FileFormat::Arduino => ("zip", c::arduino(network)?),
        FileFormat::Packed => ("karui", packed::save(network)?),
    };
    Ok(Event::File { name: [name, extension].join("."), bytes })
}
