//! A network as a library for the Arduino tools, in one archive
//! (<https://arduino.github.io/arduino-cli/latest/library-specification/>).

use super::{CSource, export};
use crate::Result;
use crate::exec::Element;
use crate::format::zip;
use crate::graph::Model;

/// The library of `net`: its program, a header, and a sketch that runs it.
///
/// # Errors
/// As [`export`].
pub fn arduino(net: &Model) -> Result<Vec<u8>> {
    let CSource { source, header, memory } = export(net)?;
    let properties = format!(
        "name=karui_model\nversion={}\nauthor=Karui\nmaintainer=Karui\nsentence=A neural network, written by Karui.\n\
         paragraph={} bytes of constants and {} bytes of memory for values.\ncategory=Data Processing\nurl=\narchitectures=*\n\
         includes=karui_model.h\n",
        env!("CARGO_PKG_VERSION"),
        memory.flash_bytes(),
        memory.arena_bytes
    );
    let header = format!(
        "#ifndef KARUI_MODEL_H\n#define KARUI_MODEL_H\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n{header}\n\
         #ifdef __cplusplus\n}}\n#endif\n\n#endif\n"
    );
    let sketch = match memory.element {
        Element::Int8 => include_str!("sketch/int8.ino"),
        Element::Float32 => include_str!("sketch/float.ino"),
    };
    Ok(zip::stored(&[
        ("karui_model/library.properties", properties.as_bytes()),
        ("karui_model/src/karui_model.h", header.as_bytes()),
        ("karui_model/src/karui_model.c", source.as_bytes()),
        ("karui_model/examples/classify/classify.ino", sketch.as_bytes()),
    ]))
}
