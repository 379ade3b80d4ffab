//! Networks as C99: one file with the weights as constants, without a library and without `malloc`. All values lie in one
//! static array, where [`MemoryPlan`] has laid them. A network with fixed grids becomes integers throughout, those of the
//! integer executor, bit for bit; any other one floats, summed up in the order of the reference kernels.

mod arduino;
mod calls;
mod text;

pub use arduino::arduino;

use crate::exec::program::{Program, grid};
use crate::exec::{Element, MemoryPlan};
use crate::graph::Model;
use crate::graph::fold_bn::fold_bn;
use crate::ops::Op;
use crate::quant::Activations;
use crate::{Error, Result, Shape};
use calls::Calls;
use text::float;

const FORMAT: &str = "c";

/// A network in C.
#[derive(Debug, Clone, PartialEq)]
pub struct CSource {
    /// The program: all of it.
    pub source: String,
    /// What it offers, for whoever calls it from another file.
    pub header: String,
    /// Where its values lie.
    pub memory: MemoryPlan,
}

/// The C program of `net`, its batch norms folded.
///
/// # Errors
/// [`Error::Format`] where activations have a grid of their own for each image, where values are not finite, or for ops of
/// training; with fixed grids also where [`crate::exec::InferenceSession::new`] refuses the network.
pub fn export(net: &Model) -> Result<CSource> {
    let folded;
    let net = if net.graph.nodes().iter().any(|node| matches!(node.op, Op::BatchNorm(_))) {
        folded = fold_bn(net)?;
        &folded
    } else {
        net
    };
    let program = match net.activations {
        Activations::Static(_) => Program::integers(net)?,
        Activations::Float => Program::floats(net, |_| true)?,
        Activations::Dynamic => {
            return Err(Error::format(FORMAT, "floats, or integers on fixed grids", "dynamic quantization"));
        }
    };
    if let Some(value) = net.weights.values().iter().find(|value| !value.is_finite()) {
        return Err(Error::format(FORMAT, "finite weights", value.to_string()));
    }
    let calls = Calls::new(net, &program)?;
    let header = header(net, &program)?;
    let source = source(&program.memory, &header, &calls);
    Ok(CSource { source, header, memory: program.memory })
}

/// What the program offers.
fn header(net: &Model, program: &Program) -> Result<String> {
    let Shape { h, w, c } = net.graph.input_shape();
    let (inputs, outputs) = (net.graph.input_shape().len(), net.graph.output_shape().len());
    let mut out = format!(
        "#include <stdint.h>\n\n\
         /* The input is [{h}][{w}][{c}]: height, width, channels. */\n\
         #define KARUI_INPUTS {inputs}\n\
         #define KARUI_OUTPUTS {outputs}\n"
    );
    match program.memory.element {
        Element::Int8 => {
            let (x, y) = (grid(net, 0)?, grid(net, net.graph.output())?);
            out.push_str(&format!(
                "/* A level stands for scale * (level - zero). */\n\
                 #define KARUI_INPUT_SCALE {}\n#define KARUI_INPUT_ZERO ({})\n\
                 #define KARUI_OUTPUT_SCALE {}\n#define KARUI_OUTPUT_ZERO ({})\n\n\
                 typedef int8_t karui_value;\n\n\
                 /* The level of an input value, and the value of an output level. */\n\
                 int8_t karui_quantize(float value);\nfloat karui_dequantize(int8_t level);\n",
                float(x.scale),
                x.zero_point,
                float(y.scale),
                y.zero_point
            ));
        }
        Element::Float32 => out.push_str("\ntypedef float karui_value;\n\n"),
    }
    out.push_str(
        "/* Where the input goes. Running the network writes over it. */\nkarui_value *karui_input(void);\n\
         /* Runs the network; gives its outputs, before softmax. */\nconst karui_value *karui_run(void);\n",
    );
    Ok(out)
}

fn source(memory: &MemoryPlan, header: &str, calls: &Calls) -> String {
    let size = memory.element.bytes();
    let [input, output] = [memory.values.first(), memory.values.last()].map(|v| v.map_or(0, |v| v.offset / size));
    let is_int8 = memory.element == Element::Int8;
    let mut out = String::from(
        "/* A neural network, written by Karui.\n   \
         C99, no library, no malloc. Write the input to karui_input(), call karui_run().\n   \
         On a computer: cc -std=c99 -O2 -DKARUI_MAIN karui_model.c && ./a.out < images > outputs */\n",
    );
    out.push_str(&calls.includes);
    out.push_str(header);
    out.push_str(&format!(
        "#define KARUI_VALUE(v) {}\n\n/* Every value of the network, each in its time. */\n\
         static karui_value karui_arena[{}];\n",
        if is_int8 { "karui_quantize(v)" } else { "(v)" },
        memory.arena_bytes.div_ceil(size).max(1)
    ));
    for part in calls.kernels.iter().chain(&calls.constants) {
        out.push('\n');
        out.push_str(part);
    }
    out.push_str(&format!(
        "\nkarui_value *karui_input(void) {{\n    return karui_arena + {input};\n}}\n\n\
         const karui_value *karui_run(void) {{\n    karui_value *const a = karui_arena;\n"
    ));
    out.push_str(&calls.body);
    out.push_str(&format!("    return a + {output};\n}}\n\n{}", include_str!("kernels/main.c")));
    out
}
