//! Mistakes that everybody makes once: each is a few lines of a program that are others, and what is measured of it.

mod told;

pub use told::told;

use super::programs::Program;
use super::trace::Trace;
use crate::libraries::messages::{End, Failure};
use karui_ui::Lang;

/// A mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// `zero_grad` is not called.
    NoZeroGrad,
    /// `step` before `backward`.
    StepFirst,
    /// `backward` twice on one graph.
    BackwardTwice,
    /// Neither `eval` nor `no_grad` in validation.
    NoEval,
    /// Targets of shape (100,) against outputs of shape (100, 1).
    Shapes,
    /// A learning rate that is too large.
    Rate,
    /// Softmax before a loss that has its own.
    Softmax,
    /// `super().__init__()` is not called.
    NoSuper,
}

impl Break {
    /// All, in their order.
    pub const ALL: [Break; 8] = [
        Break::NoZeroGrad,
        Break::StepFirst,
        Break::BackwardTwice,
        Break::NoEval,
        Break::Shapes,
        Break::Rate,
        Break::Softmax,
        Break::NoSuper,
    ];

    /// Its name for tests.
    pub const fn id(self) -> &'static str {
        match self {
            Break::NoZeroGrad => "no-zero-grad",
            Break::StepFirst => "step-first",
            Break::BackwardTwice => "backward-twice",
            Break::NoEval => "no-eval",
            Break::Shapes => "shapes",
            Break::Rate => "rate",
            Break::Softmax => "softmax",
            Break::NoSuper => "no-super",
        }
    }

    /// The program that it is seen in.
    pub fn program(self) -> &'static Program {
        let id = match self {
            Break::NoEval | Break::Softmax => "classes",
            _ => "basic",
        };
        Program::named(id).unwrap_or(&super::programs::PROGRAMS[0])
    }

    /// What it makes of a line: of its code, without indentation and comment.
    fn line(self, code: &str) -> Option<String> {
        let other = match (self, code) {
            (Break::NoZeroGrad, "optimizer.zero_grad()") => "# optimizer.zero_grad()",
            (Break::StepFirst, "loss.backward()") => "optimizer.step()",
            (Break::StepFirst, "optimizer.step()") => "loss.backward()",
            (Break::BackwardTwice, "loss.backward()") => "loss.backward(); loss.backward()",
            (Break::NoEval, "model.eval()") => "# model.eval()",
            (Break::NoEval, "with torch.no_grad():") => "if True:  # with torch.no_grad():",
            (Break::Shapes, "t = x.sum(dim=1, keepdim=True) + 0.1 * torch.randn(100, 1)") => {
                "t = x.sum(dim=1) + 0.1 * torch.randn(100)"
            }
            (Break::Rate, "optimizer = optim.SGD(model.parameters(), lr=0.01)") => {
                "optimizer = optim.SGD(model.parameters(), lr=1.5)"
            }
            (Break::Softmax, "return self.fc2(x)") => "return torch.softmax(self.fc2(x), dim=1)",
            (Break::NoSuper, "super(Net, self).__init__()") => "# super(Net, self).__init__()",
            _ => return None,
        };
        Some(other.to_owned())
    }

    /// The program with the mistake, and the lines that are others, counted from 1.
    pub fn broken(self, lang: Lang) -> (String, Vec<usize>) {
        let (mut text, mut lines) = (String::new(), Vec::new());
        for (i, line) in self.program().text(lang).lines().enumerate() {
            let code = line.split("  #").next().unwrap_or_default().trim();
            match self.line(code) {
                Some(other) => {
                    let indent = line.len() - line.trim_start().len();
                    text.push_str(&line[..indent]);
                    text.push_str(&other);
                    lines.push(i + 1);
                }
                None => text.push_str(line),
            }
            text.push('\n');
        }
        (text, lines)
    }
}

/// What is measured of a program's run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// The first and the last loss of training.
    pub loss: Option<[f64; 2]>,
    /// The losses, in order.
    pub losses: Vec<f64>,
    /// The sum of the absolute values of all gradients that are known at the end.
    pub gradient: f64,
    /// Two evaluations of the same images, where there were any: the names `first` and `second`.
    pub twice: Option<[f64; 2]>,
    /// Nodes of the tape at the end that something still holds.
    pub nodes: usize,
    /// The exception that ended it.
    pub failure: Option<Failure>,
}

/// Measures a run.
pub fn measure(trace: &Trace, end: &End) -> Measured {
    let state = trace.state(trace.len());
    let losses: Vec<f64> =
        trace.loss().map(|(_, points)| points.iter().map(|point| point.1).collect()).unwrap_or_default();
    let last = |name| trace.number(name).last().map(|point| point.1);
    let gradient = trace.trained().iter().filter_map(|name| state.gradient(trace, name)).sum();
    Measured {
        loss: losses.first().zip(losses.last()).map(|(first, last)| [*first, *last]),
        gradient,
        twice: last("first").zip(last("second")).map(|(first, second)| [first, second]),
        nodes: state.nodes(trace).iter().filter(|node| !node.inputs.is_empty()).count(),
        failure: match end {
            End::Failed(failure) => Some(failure.clone()),
            _ => None,
        },
        losses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_changes_the_lines_that_it_names_and_no_other() {
        let counts = Break::ALL.map(|it| {
            let (text, lines) = it.broken(Lang::Ja);
            let whole = it.program().text(Lang::Ja);
            for (i, (now, was)) in text.lines().zip(whole.lines()).enumerate() {
                assert_eq!(now != was, lines.contains(&(i + 1)), "{}: {now}", it.id());
            }
            assert_eq!(text.lines().count(), whole.lines().count());
            lines.len()
        });
        assert_eq!(counts, [1, 2, 1, 2, 1, 1, 1, 1]);
    }
}
