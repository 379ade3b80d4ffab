//! Markdown to HTML, with expressions, formulas and citations in their places.

use crate::draft::Text;
use crate::expression::{self, Value};
use crate::substitute::{Slot, Slots, substitute};
use crate::{Fault, Lang, numbers};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser as LatexParser, Storage, push_mathml};
use std::ops::Range;

/// What of a text the versions of a lesson must have in common, and what of it is of the whole course.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Contents {
    /// How many formulas stand in it.
    pub formulas: usize,
    /// Its expressions.
    pub expressions: Vec<String>,
    /// The keys that it cites.
    pub citations: Vec<String>,
    /// The lessons and steps that it leads to.
    pub references: Vec<(usize, String)>,
    /// The numbers that were typed in it.
    pub typed: Vec<(usize, String)>,
    /// What is wrong in it.
    pub faults: Vec<(usize, Fault)>,
}

/// Makes HTML of the texts of one lesson, and numbers its sources.
pub(crate) struct Renderer {
    lang: Lang,
    /// The keys cited so far, in order.
    pub cited: Vec<String>,
    /// What the texts since the last call of `take` contain.
    contents: Contents,
}

impl Renderer {
    pub fn new(lang: Lang) -> Self {
        Renderer { lang, cited: Vec::new(), contents: Contents::default() }
    }

    /// What the texts since the last call contain.
    pub fn take(&mut self) -> Contents {
        std::mem::take(&mut self.contents)
    }

    /// A text of paragraphs, lists, tables.
    pub fn block(&mut self, text: &Text) -> String {
        let (markdown, slots, wrong) = substitute(&text.markdown);
        self.contents.faults.extend(wrong.into_iter().map(|(line, fault)| (text.line + line, fault)));
        self.contents.expressions.extend(slots.expressions.iter().map(|(text, _)| text.clone()));
        self.contents.citations.extend(slots.citations.iter().flatten().cloned());
        let options = Options::ENABLE_TABLES | Options::ENABLE_MATH | Options::ENABLE_STRIKETHROUGH;
        let mut running = Running::default();
        let mut events = Vec::new();
        for (event, range) in Parser::new_ext(&markdown, options).into_offset_iter() {
            let line = text.line + markdown[..range.start].matches('\n').count();
            for typed in running.hear(&event, &range) {
                self.contents.typed.push((line, typed));
            }
            // Braces that do not match make no formula, but text.
            if let Event::Text(text) = &event
                && !running.is_code
                && text.contains('$')
            {
                let (text, what) = (text.to_string(), "a `$` without its partner".into());
                self.contents.faults.push((line, Fault::Formula { text, what }));
            }
            match self.rewritten(event, &slots) {
                Ok(event) => events.push(event),
                Err(fault) => self.contents.faults.push((line, fault)),
            }
            if let Some(Event::Start(Tag::Link { dest_url, .. })) = events.last_mut()
                && let Some(to) = dest_url.strip_prefix("lesson:").map(str::to_owned)
            {
                let (lesson, step) = to.split_once('#').map_or((&to[..], None), |(lesson, step)| (lesson, Some(step)));
                let step = step.map_or(String::new(), |step| format!("&step={step}"));
                *dest_url = format!("?at=learn&lesson={lesson}{step}").into();
                self.contents.references.push((line, to));
            }
        }
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        self.filled(&out, &slots)
    }

    /// A text of one line: without the paragraph around it.
    pub fn inline(&mut self, text: &Text) -> String {
        let html = self.block(text);
        let html = html.trim();
        let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html).to_owned()
    }

    /// An event as it is to be written.
    fn rewritten<'a>(&mut self, event: Event<'a>, slots: &Slots) -> Result<Event<'a>, Fault> {
        Ok(match event {
            Event::InlineMath(latex) => Event::InlineHtml(self.formula(&latex, DisplayMode::Inline, slots)?.into()),
            Event::DisplayMath(latex) => Event::InlineHtml(self.formula(&latex, DisplayMode::Block, slots)?.into()),
            Event::Html(text) | Event::InlineHtml(text) => return Err(Fault::Html(text.trim().into())),
            Event::Start(Tag::Image { dest_url, .. }) => return Err(Fault::Html(dest_url.into_string())),
            Event::Start(Tag::Link { dest_url, .. })
                if !dest_url.starts_with("https://") && !dest_url.starts_with("lesson:") =>
            {
                return Err(Fault::NoTarget(dest_url.into_string()));
            }
            // Two spaces of a line's end or a soft break make no space between Japanese sentences.
            Event::SoftBreak if self.lang == Lang::Ja => Event::Text(CowStr::Borrowed("")),
            other => other,
        })
    }

    fn formula(&mut self, latex: &str, display_mode: DisplayMode, slots: &Slots) -> Result<String, Fault> {
        self.contents.formulas += 1;
        let wrong = |what: String| Fault::Formula { text: latex.into(), what };
        let latex =
            slots.latex(latex, self.lang).ok_or_else(|| wrong("a figure of the stage stands in text".into()))?;
        let storage = Storage::new();
        let config = RenderConfig { display_mode, annotation: Some(&latex), ..Default::default() };
        let mut math = String::new();
        push_mathml(&mut math, LatexParser::new(&latex, &storage), config).map_err(|error| wrong(error.to_string()))?;
        if math.contains("<merror") {
            return Err(wrong("it does not parse".into()));
        }
        Ok(without_styles(&math))
    }

    /// `html` with what belongs in the slots.
    fn filled(&mut self, html: &str, slots: &Slots) -> String {
        let mut out = String::new();
        for c in html.chars() {
            match slots.get(c) {
                None => out.push(c),
                Some(Slot::Expression(Value::Number(value, format))) => {
                    let [text, _] = expression::written(*value, *format, self.lang);
                    out.push_str(&format!("<span class=\"num\">{text}</span>"));
                }
                Some(Slot::Expression(Value::Measured(name))) => {
                    out.push_str(&format!("<span class=\"measured num\" data-measured=\"{name}\">…</span>"));
                }
                Some(Slot::Citation(keys)) => {
                    // The style has the space before it: where citations are hidden none is left behind.
                    out.truncate(out.trim_end_matches(' ').len());
                    for key in keys {
                        let at = self.cited.iter().position(|cited| cited == key).unwrap_or_else(|| {
                            self.cited.push(key.clone());
                            self.cited.len() - 1
                        });
                        let number = at + 1;
                        out.push_str(&format!("<a class=\"cite\" href=\"#source-{number}\">[{number}]</a>"));
                    }
                }
            }
        }
        out
    }
}

/// The running text of the block that is read, for its numbers.
#[derive(Default)]
struct Running {
    text: String,
    is_code: bool,
}

impl Running {
    /// Takes in an event, and gives the numbers that were typed in a block that ends with it.
    fn hear(&mut self, event: &Event, _: &Range<usize>) -> Vec<String> {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            Event::Text(text) if !self.is_code => self.text.push_str(text),
            // A formula and code stand in the sentence as a thing without numbers.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Code(_) => self.text.push('\u{fffc}'),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableCell) => {
                return numbers::typed(&std::mem::take(&mut self.text));
            }
            _ => {}
        }
        Vec::new()
    }
}

/// The page's policy forbids style attributes in markup; the only ones here widen a space a little.
fn without_styles(math: &str) -> String {
    let mut parts = math.split(" style=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    out
}
