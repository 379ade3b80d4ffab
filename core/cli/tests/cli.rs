//! The command line: what each command prints, and that a mistake is an error and not a report.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A path for a file of this test run.
fn scratch(name: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name).display().to_string()
}

/// What `karui … --json` prints.
fn karui(args: &[&str]) -> Value {
    let output =
        Command::new(env!("CARGO_BIN_EXE_karui")).current_dir(root()).args(args).arg("--json").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What it says where it fails.
fn refused(args: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_karui")).current_dir(root()).args(args).arg("--json").output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{args:?} was done");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn number(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("{path} in {value}"))
}

#[test]
fn a_network_is_planned_for_boards_and_goes_out_for_them() {
    let plan = |args: &[&str]| karui(&[&["memory-plan"], args].concat());
    let float = plan(&["--model", "mobilenet-v1"]);
    let int8 = plan(&["--model", "mobilenet-v1", "--int8"]);
    // 112×112 of 32 channels and of 64 stand beside each other.
    assert_eq!(number(&int8, "/peak_bytes"), 112.0 * 112.0 * 96.0);
    assert_eq!(number(&float, "/peak_bytes"), 4.0 * number(&int8, "/peak_bytes"));
    let layers = int8["layers"].as_array().unwrap();
    let most = layers.iter().map(|layer| number(layer, "/live_bytes")).fold(0.0, f64::max);
    assert_eq!(most, number(&int8, "/peak_live_bytes"));
    let flash: f64 = layers.iter().map(|layer| number(layer, "/flash_bytes")).sum();
    assert_eq!(flash, number(&int8, "/flash_bytes"));
    assert_eq!((&int8["fits"]["nano-33-ble"], &int8["fits"]["pi-zero"]), (&false.into(), &true.into()));
    assert_eq!(int8["bursts_at"]["pi-zero"], Value::Null);
    assert!(int8["bursts_at"]["nano-33-ble"].is_string());
    let small = plan(&["--model", "mobilenet-v1", "--alpha", "0.25", "--resolution", "96", "--int8"]);
    assert_eq!(small["fits"]["nano-33-ble"], true);

    // A packed network of integers goes out in every form for boards; its plan is the program's.
    let packed = scratch("board.karui");
    let weights = "www/weights/shapes-mlp.safetensors";
    let of = ["--data", "shapes", "--model", "mlp", "--weights", weights, "--recipe", "int8", "--test", "20"];
    karui(&[&["compress"], &of[..], &["--save", &packed]].concat());
    let planned = plan(&["--packed", &packed]);
    let export = |format: &str| {
        let out = scratch(&format!("board.{format}"));
        karui(&["export", "--packed", &packed, "--format", format, "--out", &out]);
        std::fs::read(out).unwrap()
    };
    assert_eq!(&export("tflite")[4..8], b"TFL3");
    let source = String::from_utf8(export("c")).unwrap();
    assert!(source.contains(&format!("karui_arena[{}]", planned["peak_bytes"])), "{planned}");
    assert_eq!(&export("arduino")[..2], b"PK");
    assert!(refused(&["memory-plan", "--packed", &packed, "--int8"]).contains("--int8"));
    assert!(refused(&["memory-plan", "--model", "abacus"]).contains("abacus"));
}

/// A safetensors file with `input` of this shape, values that repeat.
fn input(name: &str, shape: [usize; 4], value: impl Fn(usize) -> f32) -> String {
    let values: Vec<u8> = (0..shape.iter().product()).flat_map(|i| value(i).to_le_bytes()).collect();
    let head = format!("{{\"input\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[0,{}]}}}}", values.len());
    let path = scratch(name);
    let length = (head.len() as u64).to_le_bytes();
    std::fs::write(&path, [&length[..], head.as_bytes(), &values].concat()).unwrap();
    path
}

#[test]
fn a_recipe_is_measured_before_and_after_and_its_file_comes_back() {
    let (packed, recipe, onnx) = (scratch("light.karui"), scratch("r.json"), scratch("light.onnx"));
    std::fs::write(&recipe, r#"{"quantize": {"granularity": "tensor"}}"#).unwrap();
    let weights = "www/weights/fashion-mnist-lenet.safetensors";
    let of = ["--data", "fashion-mnist", "--model", "lenet", "--weights", weights];
    let compress = |recipe: &str, save: &str| {
        karui(&[&["compress"], &of[..], &["--recipe", recipe, "--test", "200", "--save", save]].concat())
    };
    let told = compress("int8", &packed);
    for side in ["before", "after"] {
        for figure in ["size_bytes", "accuracy", "latency_ms", "macs", "nonzero"] {
            assert!(number(&told, &format!("/{side}/{figure}")) > 0.0, "{side} {figure}");
        }
    }
    assert_eq!(number(&told, "/after/size_bytes"), std::fs::metadata(&packed).unwrap().len() as f64);
    assert!(number(&told, "/before/size_bytes") > 3.5 * number(&told, "/after/size_bytes"));
    let layers = told["layers"].as_array().unwrap();
    assert!(layers.iter().any(|layer| layer["name"] == "fc1" && number(layer, "/size_bytes") > 0.0));
    let by_tensor = compress(&recipe, &scratch("tensor.karui"));
    assert!(number(&by_tensor, "/after/size_bytes") < number(&told, "/after/size_bytes"));

    // The packed network by itself.
    let tested = karui(&["eval", "--packed", &packed, "--data", "fashion-mnist"]);
    assert!(number(&tested, "/accuracy") > 0.9 && number(&tested, "/images") == 10_000.0);
    let x = input("x.safetensors", [2, 1, 28, 28], |i| (i % 29) as f32 / 29.0);
    let logits = |args: &[&str]| karui(&[&["predict"], args, &["--input", &x]].concat())["logits"].clone();
    let light = logits(&["--packed", &packed]);
    let float = logits(&["--model", "lenet", "--weights", weights]);
    assert_eq!((light.as_array().unwrap().len(), light[0].as_array().unwrap().len()), (2, 10));
    assert_ne!(light, float);

    // In other formats: of the packed network, and of the floats.
    for from in [&["--packed", &packed][..], &["--model", "lenet", "--weights", weights]] {
        let told = karui(&[&["export"], from, &["--format", "onnx", "--out", &onnx]].concat());
        assert_eq!(number(&told, "/bytes"), std::fs::metadata(&onnx).unwrap().len() as f64);
    }
}

#[test]
fn the_presets_are_those_of_the_page() {
    let list = karui(&["recipe", "--list"]);
    for name in ["int8", "prune-90", "half-channels", "deep-compression", "student-t4"] {
        assert!(list[name].as_object().is_some_and(|recipe| !recipe.is_empty()), "{name} in {list}");
    }
}

#[test]
fn every_variant_is_counted() {
    // torchvision's totals, and the first paper's.
    for (model, params) in [
        ("mobilenet-v1", 4_231_976.0),
        ("mobilenet-v2", 3_504_872.0),
        ("mobilenet-v3-small", 2_542_856.0),
        ("mobilenet-v3-large", 5_483_032.0),
    ] {
        let of = |alpha: &str, resolution: &str, classes: &str| {
            let size = ["--alpha", alpha, "--resolution", resolution, "--classes", classes];
            karui(&[&["cost", "--model", model], &size[..]].concat())
        };
        let whole = of("1", "224", "1000");
        assert_eq!(number(&whole, "/params"), params, "{model}");
        let less = of("0.5", "160", "10");
        assert!(number(&less, "/macs") < number(&whole, "/macs") && number(&less, "/params") < params);
        let sum = |figure: &str| {
            let layers = whole["layers"].as_array().unwrap();
            layers.iter().map(|layer| number(layer, figure)).sum::<f64>()
        };
        assert_eq!((sum("/params"), sum("/macs")), (params, number(&whole, "/macs")));
    }
}

#[test]
fn grouped_convolutions_are_counted_and_exported() {
    let of = |groups: &str| karui(&["cost", "--model", "cnn", "--groups", groups]);
    let layer = |told: &Value, name: &str| {
        let layers = told["layers"].as_array().unwrap();
        let layer = layers.iter().find(|layer| layer["name"] == name).unwrap();
        (number(layer, "/params"), number(layer, "/macs"))
    };
    let (whole, quarter) = (of("1"), of("4"));
    // 3·3·16/4·32 weights, on 32×32 pixels.
    assert_eq!(layer(&whole, "conv2"), (4_608.0, 4_718_592.0));
    assert_eq!(layer(&quarter, "conv2"), (1_152.0, 1_179_648.0));
    assert_eq!(layer(&whole, "conv1"), layer(&quarter, "conv1"));
    assert!(refused(&["cost", "--model", "cnn", "--groups", "3"]).contains("1 | 2 | 4 | 8 | 16"));

    let (weights, onnx) = (scratch("grouped.safetensors"), scratch("grouped.onnx"));
    let cnn = ["--model", "cnn", "--alpha", "0.25", "--groups", "8"];
    karui(&[&["train", "--data", "shapes", "--train", "64", "--save", &weights], &cnn[..]].concat());
    let shape = ["--resolution", "32", "--channels", "3", "--format", "onnx", "--out", &onnx];
    karui(&[&["export", "--weights", &weights], &cnn[..], &shape].concat());
    assert!(
        refused(&[&["export", "--weights", &weights, "--model", "cnn", "--alpha", "0.25"], &shape[..]].concat())
            .contains("conv2")
    );
}

#[test]
fn a_real_network_is_asked_about_views_of_pictures() {
    let pictures = input("pictures.safetensors", [2, 3, 120, 120], |i| (i * i % 251) as f32);
    let of = ["agree", "--model", "person", "--weights", "www/weights/person.safetensors"];
    let told = karui(&[&of[..], &["--recipe", "int8", "--input", &pictures]].concat());
    assert_eq!(number(&told, "/agreement/of"), 20.0);
    assert_eq!(number(&told, "/agreement/share"), number(&told, "/agreement/same") / 20.0);
    assert!(number(&told, "/sqnr_db") > 5.0);
    assert!(number(&told, "/before/size_bytes") > 3.5 * number(&told, "/after/size_bytes"));
}

#[test]
fn settings_have_the_ranges_of_the_page() {
    let train = ["train", "--data", "shapes", "--model", "mlp", "--train", "128"];
    let told =
        karui(&[&train[..], &["--batch", "32", "--optimizer", "adam", "--lr", "0.002", "--epochs", "2"]].concat());
    assert_eq!(number(&told, "/steps"), 8.0);
    let smooth = karui(&[&train[..], &["--label-smoothing", "0.5", "--epochs", "1", "--lr", "0.000001"]].concat());
    let plain = karui(&[&train[..], &["--epochs", "1", "--lr", "0.000001"]].concat());
    // Untrained logits lie near each other: both losses are near ln 10, and not the same.
    let [smooth, plain] = [smooth, plain].map(|told| number(&told, "/train_loss"));
    assert!(smooth != plain && (smooth - plain).abs() < 0.2, "{smooth} {plain}");
    for (wrong, named) in [
        (["--label-smoothing", "0.6"], "0 … 0.5"),
        (["--lr", "11"], "0.000001 … 10"),
        (["--batch", "0"], "1 … 1024"),
        (["--schedule", "linear"], "constant | step | cosine | warm-up"),
        (["--seed", "x"], "--seed"),
    ] {
        let said = refused(&[&train[..], &wrong].concat());
        assert!(said.contains(named) && said.contains(wrong[0]), "{said}");
    }
}

#[test]
fn the_lessons_can_be_counted_checked_and_written() {
    let told = karui(&["lessons"]);
    let grid = told.as_array().unwrap().iter().find(|lesson| lesson["id"] == "quantization-grid").unwrap();
    assert_eq!(grid["languages"], serde_json::json!(["ja", "en"]));
    assert!(number(grid, "/steps") >= 5.0 && number(grid, "/minutes") >= 1.0);
    assert!(["2022", "2024", "2026"].iter().all(|version| grid["scope"][version].is_string()), "{grid}");
    assert_eq!(karui(&["lessons", "--check"]), serde_json::json!([]));
    let out = scratch("lessons");
    karui(&["lessons", "--html", &out]);
    let lesson = std::fs::read_to_string(Path::new(&out).join("ja/quantization-grid.json")).unwrap();
    assert!(serde_json::from_str::<Value>(&lesson).unwrap()["steps"].is_array());
    assert!(refused(&["lessons", "--check", "--from", "www/data"]).contains("www/data/ja:0: cannot be read"));
}

#[test]
fn mistakes_are_named() {
    assert!(refused(&["cost", "--model", "vgg"]).contains("mobilenet-v2"));
    assert!(refused(&["eval", "--packed", "nowhere.karui"]).contains("nowhere.karui"));
    let broken = scratch("broken.karui");
    std::fs::write(&broken, b"nothing").unwrap();
    assert!(refused(&["eval", "--packed", &broken]).contains("expected"));
    let recipe = scratch("wrong.json");
    std::fs::write(&recipe, r#"{"quantise": {}}"#).unwrap();
    let weights = "www/weights/fashion-mnist-lenet.safetensors";
    assert!(refused(&["compress", "--weights", weights, "--recipe", &recipe]).contains("quantise"));
    assert!(
        refused(&["compress", "--weights", "www/weights/mnist-mlp.safetensors", "--recipe", "int8"]).contains("conv1")
    );
}

#[test]
fn a_dockerfile_is_read_and_built_and_a_miss_says_why() {
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli/project");
    let _ = std::fs::remove_dir_all(&project);
    std::fs::create_dir_all(project.join("src")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(project.join(name), text).unwrap();
    write(
        "Dockerfile",
        "FROM python:3.12-slim AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY src src\nFROM scratch\nCOPY --from=build /src /src\nCMD [\"a\"]\n",
    );
    write("requirements.txt", "torch\n");
    write("src/train.py", "print(1)\n");
    write(".dockerignore", "*.md\n");
    let dir = project.display().to_string();
    let commands = karui(&["dockerfile", &format!("{dir}/Dockerfile")]);
    assert_eq!(
        commands[6],
        serde_json::json!({"cmd": "cmd", "value": ["a"], "flags": [], "original": "CMD [\"a\"]", "start_line": 7, "end_line": 7, "json": true, "sub_cmd": null})
    );
    let (image, cache) = (scratch("image.tar"), scratch("cache.json"));
    let _ = std::fs::remove_file(&cache);
    let build = || karui(&["build", &dir, "--cache", &cache, "-o", &image, "-t", "me/x:1"]);
    let cached = |told: &Value| -> Vec<bool> {
        told["steps"].as_array().unwrap().iter().map(|step| step["cached"] == true).collect()
    };
    let first = build();
    assert!(cached(&first).iter().all(|cached| !cached));
    assert_eq!(first["image"]["layers"].as_array().unwrap().len(), 1);
    assert!(std::fs::metadata(&image).unwrap().len() > number(&first, "/image/size") as u64);
    assert!(cached(&build()).iter().all(|cached| *cached));
    write("src/train.py", "print(2)\n");
    let third = build();
    assert_eq!(cached(&third), [true, true, true, false, true, false, false]);
    assert!(
        third["steps"][3]["reason"].as_str().unwrap().starts_with("file /src/train.py: "),
        "{}",
        third["steps"][3]["reason"]
    );
    write("Dockerfile", "FROM debian AS A\nCOPY notes.md /\nCMD a\n");
    let checked = karui(&["dockerfile", &format!("{dir}/Dockerfile"), "--check"]);
    let rules: Vec<&str> = checked.as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["StageNameCasing", "CopyIgnoredFile", "JSONArgsRecommended"]);
    assert_eq!(karui(&["build", &dir, "--check"]), checked);
    write("Dockerfile", "FROM debian\nFOO\n");
    let told = refused(&["build", &dir]);
    assert!(told.contains("dockerfile parse error on line 2: unknown instruction: FOO"), "{told}");
}
