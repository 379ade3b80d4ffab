//! A session behind standard input and output, for a Python program outside the page (`python/native/_karui.py`).
//!
//! A request is a line `name<TAB>JSON`, the answer a line `ok<TAB>JSON` or `error<TAB>CLASS<TAB>JSON text`.

use karui_torch::Session;
use std::io::{BufRead, Write, stdin, stdout};

fn answer(session: &mut Session, name: &str, args: &str) -> String {
    match name {
        "line" => {
            match args.parse::<i64>().unwrap_or(0) {
                line @ 0.. => session.line(line as u32),
                line => session.back(line.unsigned_abs() as u32),
            }
            "ok\tnull".into()
        }
        "print" => {
            session.print(&serde_json::from_str::<String>(args).unwrap_or_default());
            "ok\tnull".into()
        }
        "trace" => {
            session.finish();
            format!("ok\t{}", session.trace(0))
        }
        "file" => {
            let name: String = serde_json::from_str(args).unwrap_or_default();
            format!("ok\t{}", serde_json::json!(session.file(&name)))
        }
        _ => match session.call(name, args) {
            Ok(json) => format!("ok\t{json}"),
            Err(error) => format!("error\t{}\t{}", error.kind.name(), serde_json::json!(error.message)),
        },
    }
}

fn main() -> std::io::Result<()> {
    let mut session = Session::new(0);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let (name, args) = line.split_once('\t').unwrap_or((&line, "[]"));
        writeln!(out, "{}", answer(&mut session, name, args))?;
        out.flush()?;
    }
    Ok(())
}
