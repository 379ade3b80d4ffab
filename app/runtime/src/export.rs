//! A network as a file to take away.

use karui_core::Result;
use karui_core::compress::Model;
use karui_core::format::{onnx, packed, safetensors};
use karui_protocol::{Event, FileFormat};

/// `network` as a file called after `name`.
pub fn export(network: &Model, format: FileFormat, name: &str) -> Result<Event> {
    let (extension, bytes) = match format {
        FileFormat::Safetensors => ("safetensors", safetensors::save(&network.graph, &network.weights)?),
        FileFormat::Onnx => ("onnx", onnx::export(network)?),
        FileFormat::Packed => ("karui", packed::save(network)?),
    };
    Ok(Event::File { name: [name, extension].join("."), bytes })
}
