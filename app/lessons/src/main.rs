//! Makes the files of the course: `karui-lessons LESSONS OUT`. What is wrong with it goes to stderr, one a line.

use karui_lessons::Course;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = &args[..] else {
        eprintln!("karui-lessons LESSONS OUT");
        return ExitCode::FAILURE;
    };
    match Course::read(Path::new(from)) {
        Ok(course) => match course.write(Path::new(to)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{to}: {error}");
                ExitCode::FAILURE
            }
        },
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{from}/{problem}"));
            ExitCode::FAILURE
        }
    }
}
