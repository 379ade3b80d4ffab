//! The course: `karui lessons`.

use crate::Failure;
use crate::args::LessonsArgs;
use crate::report::Report;
use karui_lessons::Course;
use serde_json::Value;

/// `karui lessons`.
pub fn lessons(args: &LessonsArgs) -> Result<Report, Failure> {
    let course = Course::read(&args.from).map_err(|problems| {
        let told = problems.iter().map(|problem| format!("\n{}", args.from.join(problem.to_string()).display()));
        format!("the lessons do not hold:{}", told.collect::<String>())
    })?;
    if let Some(out) = &args.html {
        course.write(out).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    if args.check || args.html.is_some() {
        return Ok(Report::Rows(Vec::new()));
    }
    let rows = course.summaries().into_iter().map(serde_json::to_value);
    Ok(Report::Rows(rows.collect::<Result<Vec<Value>, _>>()?))
}
