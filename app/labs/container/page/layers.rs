//! The layers of the image: what each holds, which of it a container sees, and what is stored for nothing.

use super::state::{ContainerState, container_of};
use super::texts::{self, Texts, say};
use super::{beside, build, problem, test_ids};
use crate::container::messages::{Ask, Entry, EntryKind, Fate, Image, Layer};
use karui_shell::pages::download::offer;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{flag, handler};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let on_event = move |event: karui_ui::html::RegionEvent| {
        if event.action == "layer" && !event.is_look {
            state.layer.set(Some(event.at));
        }
    };
    let totals = HtmlRegion::new("k-totals", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        with_image(state, |image| totals(m, lang, t, image));
    });
    let stack = HtmlRegion::new("k-stack", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        with_image(state, |image| stack(m, lang, t, image, state.layer.get()));
    })
    .testid(test_ids::LAYERS)
    .on_event(on_event);
    let entries = HtmlRegion::new("k-entries", move |m| {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        with_image(state, |image| entries(m, lang, t, image, state.layer.get()));
    });
    let has_none = move || state.built.with(Option::is_none);
    view! {
        <section class="part r-part">
            {build::presets(lab)}
            {problem::view(lab)}
            {totals.view()}
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::DOWNLOAD
                    disabled=flag(has_none)
                    on:click=handler(move |_| lab.ask(&Ask::Image))
                >
                    {say(|t| t.download)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=flag(has_none)
                    on:click=handler(move |_| with_image(state, |image| offer("files.csv", list(image).as_bytes())))
                >
                    {say(|t| t.download_list)}
                </button>
            </div>
            <p class="help">{say(|t| t.download_note)}</p>
        </section>
        <div class="k-layers">
            <section class="part r-part">
                <h3>{say(|t| t.stack_title)}</h3>
                <p class="help">{say(|t| t.stack_note)}</p>
                {stack.view()}
            </section>
            <section class="part r-part">
                <h3>{say(|t| t.entries_title)}</h3>
                {entries.view()}
            </section>
        </div>
        {beside::view(lab)}
    }
    .into_any()
}

fn with_image(state: ContainerState, show: impl FnOnce(&Image)) {
    state.built.with(|built| {
        if let Some(built) = built {
            show(&built.image);
        }
    });
}

/// Bytes of a layer: the tar's, and the declared ones.
fn weight(layer: &Layer) -> u64 {
    layer.bytes.saturating_add(layer.declared.0)
}

fn totals(m: &mut HtmlWriter, lang: Lang, t: &Texts, image: &Image) {
    let declared: u64 = image.layers.iter().map(|layer| layer.declared.0).sum();
    let unknown = image.layers.iter().any(|layer| layer.declared.1);
    let bytes = |value: u64| number::bytes(lang, value as f64);
    m.open("dl", &[("class", "k-figures")]);
    let mut one = |label: &str, testid: &'static str, value: String, text: &str| {
        m.open("div", &[]);
        m.element("dt", &[], label);
        m.element("dd", &[("data-testid", testid), ("data-value", &value), ("class", "num")], text);
        m.close("div");
    };
    one(t.size, test_ids::SIZE, image.bytes.to_string(), &bytes(image.bytes));
    one(t.size_declared, "image-declared", declared.to_string(), &bytes(declared));
    one(t.wasted, "image-wasted", (image.seen.1 - image.seen.0).to_string(), &bytes(image.seen.1 - image.seen.0));
    let score = number::percent(lang, image.efficiency, 1);
    one(t.efficiency, test_ids::EFFICIENCY, image.efficiency.to_string(), &score);
    m.close("dl");
    if unknown {
        m.span("p", "help", t.also_unknown);
    }
    m.open("p", &[("class", "help")]);
    m.text(t.image_id);
    m.text(" ");
    m.span("code", "", &image.id);
    m.close("p");
}

fn stack(m: &mut HtmlWriter, lang: Lang, t: &Texts, image: &Image, open: Option<usize>) {
    let open = open.unwrap_or(image.layers.len().saturating_sub(1));
    let most = image.layers.iter().map(weight).max().unwrap_or_default().max(1);
    m.open("ol", &[("class", "k-pile"), ("reversed", "")]);
    for (i, layer) in image.layers.iter().enumerate().rev() {
        let (gone, _) = wasted(layer);
        m.open("li", &[("data-layer", &i.to_string()), ("data-bytes", &weight(layer).to_string())]);
        let attrs = [
            ("type", "button"),
            ("data-do", "layer"),
            ("data-at", &*i.to_string()),
            ("aria-pressed", if open == i { "true" } else { "false" }),
        ];
        m.open("button", &attrs);
        m.span("code", "", &texts::made_by(t, &layer.created_by));
        m.open("span", &[("class", "k-weight num")]);
        m.text(&number::bytes(lang, weight(layer) as f64));
        if layer.declared.0 > 0 {
            m.text(t.of_it_declared);
        }
        m.close("span");
        m.bar(weight(layer) as f64 / most as f64, None);
        if gone > 0 {
            m.span("span", "k-gone", &(t.gone)(&number::bytes(lang, gone as f64)));
        }
        m.close("button");
        m.close("li");
    }
    m.close("ol");
}

/// Bytes of a layer that no container sees, and of those that are copies with another mode.
fn wasted(layer: &Layer) -> (u64, u64) {
    let sum = |of: &dyn Fn(&&Entry) -> bool| {
        layer.entries.iter().filter(|entry| of(entry)).filter_map(|entry| entry.bytes).sum()
    };
    (sum(&|entry| entry.fate != Fate::Seen), sum(&|entry| entry.is_copied_up))
}

fn entries(m: &mut HtmlWriter, lang: Lang, t: &Texts, image: &Image, open: Option<usize>) {
    let open = open.unwrap_or(image.layers.len().saturating_sub(1));
    let Some(layer) = image.layers.get(open) else { return };
    m.open("p", &[]);
    m.span("code", "", &texts::made_by(t, &layer.created_by));
    m.close("p");
    m.open("p", &[("class", "help")]);
    m.text("diffID ");
    m.span("code", "", &layer.diff_id);
    m.close("p");
    let (_, copied) = wasted(layer);
    if copied > 0 {
        m.span("p", "k-note", &(t.copied_up)(&number::bytes(lang, copied as f64)));
    }
    m.open(
        "div",
        &[("class", "w-scroll k-files"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.entries_title)],
    );
    m.open("table", &[("class", "r-table")]);
    m.open("thead", &[]);
    m.open("tr", &[]);
    for head in [t.path, t.mode, t.owner, t.bytes, t.fate] {
        m.element("th", &[("scope", "col")], head);
    }
    m.close("tr");
    m.close("thead");
    m.open("tbody", &[]);
    for entry in &layer.entries {
        let class = match (entry.kind, entry.fate) {
            (EntryKind::Whiteout, _) => "k-whiteout",
            (_, Fate::Seen) => "",
            _ => "k-hidden",
        };
        m.open("tr", &[("class", class), ("data-path", &entry.path)]);
        m.open("th", &[("scope", "row")]);
        let slash = if entry.kind == EntryKind::Folder { "/" } else { "" };
        m.span("code", "", &["/", &entry.path, slash].concat());
        m.close("th");
        let is_whiteout = entry.kind == EntryKind::Whiteout;
        m.span("td", "num", &if is_whiteout { String::new() } else { format!("{:04o}", entry.mode) });
        m.span("td", "num", &if is_whiteout { String::new() } else { entry.uid.to_string() });
        m.open("td", &[("class", "num")]);
        if entry.kind == EntryKind::HardLink {
            m.text(t.hard_link);
        }
        if entry.kind == EntryKind::File {
            m.text(&entry.bytes.map_or(t.not_known.to_owned(), |bytes| number::bytes(lang, bytes as f64)));
            if let Some(source) = &entry.source {
                m.element("abbr", &[("class", "k-declared"), ("title", source)], t.is_declared);
            }
        }
        m.close("td");
        m.element("td", &[], &fate(t, entry));
        m.close("tr");
    }
    m.close("tbody");
    m.close("table");
    m.close("div");
}

fn fate(t: &Texts, entry: &Entry) -> String {
    let mut said = match (entry.kind, entry.fate) {
        (EntryKind::Whiteout, _) => t.whiteout.to_owned(),
        (_, Fate::Seen) => t.seen.to_owned(),
        (_, Fate::Replaced(by)) => (t.replaced)(by + 1),
        (_, Fate::Removed(by)) => (t.removed)(by + 1),
    };
    if entry.is_copied_up {
        said.push_str(t.is_copied_up);
    }
    said
}

/// The files of an image, a line each: layer, path, bytes, how they are known, whether a container sees them.
fn list(image: &Image) -> String {
    let mut text = "layer,path,kind,mode,uid,bytes,known,seen\n".to_owned();
    for (i, layer) in image.layers.iter().enumerate() {
        for entry in &layer.entries {
            let known = if entry.source.is_some() { "declared" } else { "computed" };
            let kind = match entry.kind {
                EntryKind::File => "file",
                EntryKind::Folder => "folder",
                EntryKind::Link => "link",
                EntryKind::HardLink => "hard link",
                EntryKind::Whiteout => "whiteout",
            };
            let bytes = entry.bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
            let (path, seen) = (entry.path.replace('"', "\"\""), entry.fate == Fate::Seen);
            text.push_str(&format!(
                "{},\"/{path}\",{kind},{:04o},{},{bytes},{known},{seen}\n",
                i + 1,
                entry.mode,
                entry.uid
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, bytes: u64, fate: Fate, is_copied_up: bool) -> Entry {
        let kind = EntryKind::File;
        Entry { path: path.into(), kind, mode: 0o644, uid: 0, bytes: Some(bytes), source: None, fate, is_copied_up }
    }

    fn layer(entries: Vec<Entry>) -> Layer {
        Layer { diff_id: "sha256:0".into(), bytes: 1024, declared: (0, false), created_by: "RUN a".into(), entries }
    }

    #[test]
    fn what_nobody_sees_and_what_was_copied_for_its_mode_are_counted() {
        let layer = layer(vec![
            entry("a", 10, Fate::Seen, true),
            entry("b", 5, Fate::Removed(1), false),
            entry("c", 2, Fate::Replaced(1), false),
        ]);
        assert_eq!(wasted(&layer), (7, 10));
    }

    #[test]
    fn the_list_has_a_line_for_each_entry_and_quotes_paths() {
        let image = Image { layers: vec![layer(vec![entry("a \"b\"", 3, Fate::Seen, false)])], ..Image::default() };
        assert_eq!(list(&image).lines().last(), Some("1,\"/a \"\"b\"\"\",file,0644,0,3,computed,true"));
    }
}
