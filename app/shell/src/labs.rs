//! Labs as the page knows them: a row each, from which tabs, links, lazy loading and the way of events follow.

use crate::state::Lab;
use crate::state::link::Said;
use karui_protocol::{About, Comparison, Error, LabId, Name, Scores};
use karui_ui::Lang;
use leptos::prelude::AnyView;
use leptos::wasm_split::SplitLoaderError;
use std::future::Future;
use std::pin::Pin;

/// The name of a tab, in links and for tests.
pub type Tab = Name;

/// A place of the page, in the header on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// The course.
    Learn,
    /// The bench and the labs: where links without a place lead.
    #[default]
    Bench,
    /// Practice.
    Practice,
    /// What the learner has done.
    Record,
}

impl At {
    /// All, in the header's order.
    pub const ALL: [At; 4] = [At::Learn, At::Bench, At::Practice, At::Record];

    /// Its name in links and for tests.
    pub const fn id(self) -> &'static str {
        match self {
            At::Learn => "learn",
            At::Bench => "bench",
            At::Practice => "practice",
            At::Record => "record",
        }
    }
}

/// What a lab shows at a place of the page that is not the bench.
pub struct PlaceRow {
    /// The place. Those that no lab shows are not in the header.
    pub at: At,
    /// The name of its view.
    pub view: Name,
    /// What of the bench stands beside it now, as styles know it: nothing where it is empty.
    pub beside: fn(Lab) -> &'static str,
}

/// A lab's row: all that the page must know before the lab's code is there.
pub struct LabPage {
    /// Its name.
    pub id: LabId,
    /// Its tabs.
    pub tabs: &'static [TabRow],
    /// Which of them stand together; each of the others stands alone.
    pub groups: &'static [GroupRow],
    /// What it shows outside of the bench.
    pub places: &'static [PlaceRow],
    /// What it keeps in links.
    pub link: LinkPart,
    /// The names of what it keeps in links that only its own code understands: [`Lab::bind_pairs`](crate::state::Lab::bind_pairs).
    /// Of a lab with places such a name leads to the first of them, too.
    pub pairs: &'static [&'static str],
    /// Begins what goes on whatever is shown. Called once, when the page starts.
    pub start: fn(Lab),
    /// Forgets what is of other weights than those that have come.
    pub forget: fn(Lab),
    /// Takes in that something went wrong, whatever it is about and whether or not the lab's code is here.
    pub failed: fn(Lab, About),
    /// Whether what it shows was opened from a file, which no link holds; whoever calls it follows it.
    pub shows_file: fn(Lab) -> bool,
    /// The scoreboard, where it has one of its own.
    pub scores: Option<ScoresRow>,
    /// The name of its view that the footer opens, where it has one.
    pub foot: Option<Name>,
    /// The name of its view of what it has kept of the learner's, which the record shows, where it has one.
    pub kept: Option<Name>,
    /// Whether its code is fetched as soon as the first view stands, not only when a tab of it is opened.
    pub is_fetched_ahead: bool,
    /// Fetches its code.
    pub load: fn() -> Loading,
}

impl LabPage {
    /// A lab whose code is fetched when a tab of it is opened, and which does nothing until then: of which links say nothing, that
    /// begins and forgets nothing, and has no scoreboard of its own.
    pub const fn new(id: LabId, tabs: &'static [TabRow], load: fn() -> Loading) -> Self {
        LabPage {
            id,
            tabs,
            groups: &[],
            places: &[],
            link: LinkPart::NONE,
            pairs: &[],
            start: |_| {},
            forget: |_| {},
            failed: |_, _| {},
            shows_file: |_| false,
            scores: None,
            foot: None,
            kept: None,
            is_fetched_ahead: false,
            load,
        }
    }
}

impl LabPage {
    /// Where on the page it is found: what it keeps in links stands in the links to there.
    pub fn first_place(&self) -> At {
        self.places.first().map_or(At::Bench, |row| row.at)
    }
}

/// A lab's code on its way.
pub type Loading = Pin<Box<dyn Future<Output = Result<PageCode, SplitLoaderError>>>>;

/// A tab.
pub struct TabRow {
    /// Its name.
    pub tab: Tab,
    /// Tabs stand in ascending order of places.
    pub place: u32,
    /// What it is called.
    pub title: fn(Lang) -> &'static str,
    /// What it shows.
    pub panel: Panel,
}

/// Tabs with one purpose: one button in the first row, and a row of their own below it while one of them is looked at.
pub struct GroupRow {
    /// Its name.
    pub id: Name,
    /// What it is called.
    pub title: fn(Lang) -> &'static str,
    /// Its tabs.
    pub tabs: &'static [Tab],
}

/// Where a view's code is.
#[derive(Clone, Copy)]
pub enum Panel {
    /// In the page's own code: seen at once.
    AtOnce(fn() -> AnyView),
    /// In the lab's: [`PageCode::view`] by the tab's name.
    Later,
}

/// A scoreboard that takes the place of the session's.
pub struct ScoresRow {
    /// When it does.
    pub is_shown: fn(Lab) -> bool,
    /// Its figures as far as they are of what the controls say: before, and now.
    pub figures: fn(Lab) -> Option<[Scores; 2]>,
    /// How far the work on figures has come that are not known yet: the part done; `None` where none is under way.
    pub done: fn(Lab) -> Option<f64>,
    /// How its speeds compare, once they were timed in turns.
    pub speed: fn(Lab) -> Option<Comparison>,
    /// The name of its view of what stands in front.
    pub main: Name,
    /// The name of its view of the rest.
    pub more: Name,
}

/// The ways into a lab's code.
#[derive(Clone, Copy)]
pub struct PageCode {
    /// A view by its name: a tab's, or another that its row names.
    pub view: fn(Name) -> AnyView,
    /// Takes in an event of its engine side's, an encoded [`LabEvent`](karui_protocol::LabEvent).
    pub on_event: fn(Lab, &[u8]),
}

/// What a link holds of a lab.
pub struct LinkPart {
    /// The names of its pairs.
    pub names: fn() -> Vec<&'static str>,
    /// Its pairs now, those that a link says; whoever calls it follows them.
    pub write: fn(Lab) -> Vec<(&'static str, String)>,
    /// Takes its state from a link: what that does not say, or says wrongly, has its default. Gives what is wrong.
    pub read: fn(Lab, Said) -> Vec<Error>,
    /// What of it a learner who goes back would want to come by again, in any words; whoever calls it follows it.
    pub place: fn(Lab) -> String,
}

impl LinkPart {
    /// For a lab of which links say nothing.
    pub const NONE: LinkPart =
        LinkPart { names: Vec::new, write: |_| Vec::new(), read: |_, _| Vec::new(), place: |_| String::new() };
}

/// The labs of a page.
pub type Labs = &'static [&'static LabPage];

/// All tabs, in their order on the page.
pub fn tabs(labs: Labs) -> Vec<&'static TabRow> {
    let mut tabs: Vec<_> = labs.iter().flat_map(|lab| lab.tabs).collect();
    tabs.sort_by_key(|row| row.place);
    tabs
}

/// The group of a tab, where it does not stand alone.
pub fn group_of(labs: Labs, tab: Tab) -> Option<&'static GroupRow> {
    labs.iter().flat_map(|lab| lab.groups).find(|group| group.tabs.contains(&tab))
}

/// The lab that shows something at a place, and what.
pub fn place_of(labs: Labs, at: At) -> Option<(&'static LabPage, &'static PlaceRow)> {
    labs.iter().find_map(|lab| lab.places.iter().find(|row| row.at == at).map(|row| (*lab, row)))
}

/// The lab of a tab.
pub fn lab_of(labs: Labs, tab: Tab) -> Option<&'static LabPage> {
    labs.iter().copied().find(|lab| lab.tabs.iter().any(|row| row.tab == tab))
}
