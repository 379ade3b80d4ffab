//! `karui-bundler WASM FOLDER NAME [--whole]`: makes a module that cargo built for the web into what a browser loads, in
//! FOLDER: `NAME.js`, `NAME_bg.wasm`, and the module's parts with their loader `__wasm_split.js`. The module is cut at
//! the functions marked `#[wasm_split]`; `--whole` says that it has none.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wasm_bindgen_cli_support::Bindgen;

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [wasm, folder, name] => {
            let main = split(Path::new(wasm), Path::new(folder), name)?;
            bind(&main, Path::new(folder), name)?;
            Ok(fs::remove_file(main)?)
        }
        [wasm, folder, name, "--whole"] => bind(Path::new(wasm), Path::new(folder), name),
        _ => Err("usage: karui-bundler WASM FOLDER NAME [--whole]".into()),
    }
}

/// Takes the parts out of `wasm` and puts them into `folder` with their loader; returns the file that holds the rest.
fn split(wasm: &Path, folder: &Path, name: &str) -> Result<PathBuf, Box<dyn Error + Send + Sync>> {
    let input = fs::read(wasm)?;
    let (main, glue) = (folder.join(format!("{name}.wasm")), format!("./{name}.js"));
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &glue;
    options.target.web();
    wasm_split_cli_support::transform(options)?;
    Ok(main)
}

/// Writes the JavaScript beside `wasm`, and `wasm` without the descriptions that it was made from.
fn bind(wasm: &Path, folder: &Path, name: &str) -> Outcome {
    // The parts call into the module by the names that the linker gave its functions.
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .generate(folder)?;
    Ok(())
}
