//! Files of the learner's own: dropped or chosen, a Dockerfile or a folder. They stay in this page.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts::{self, say};
use crate::container::messages::{File, Project};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, flag, handler, maybe_view, optional, text};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use std::collections::VecDeque;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, HtmlInputElement};

/// The most that is taken: files, bytes of all of them as they are, bytes of one whose content is kept, and of one that is taken at all.
const MOST_FILES: usize = 2000;
const MOST_BYTES: u64 = 4 << 20;
const MOST_KEPT: u64 = 1 << 20;
const MOST_OF_ONE: u64 = 32 << 20;

/// What came of files of the learner's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Files taken.
    pub files: usize,
    /// Of them, those too large to be kept: as many zeros stand for their bytes.
    pub filled: usize,
    /// Those that were left out, and the first of them.
    pub left_out: usize,
    /// See [`Taken::left_out`].
    pub example: String,
    /// Whether a Dockerfile was among them.
    pub has_dockerfile: bool,
}

/// A file as it came: its path from the folder on, and its bytes where they are few enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    path: String,
    size: u64,
    bytes: Vec<u8>,
}

/// Whether a file's content is read at all.
const fn is_kept(size: u64) -> bool {
    size <= MOST_KEPT
}

/// Takes files over into a project: all of a folder in place of what is there, single ones beside it. A Dockerfile at the top is the
/// Dockerfile.
fn taken(project: &mut Project, came: Vec<Came>, is_folder: bool) -> Taken {
    let mut told = Taken::default();
    let mut kept = 0;
    if is_folder {
        project.files.clear();
    }
    for Came { path, size, bytes } in came {
        let is_alone = path == "Dockerfile" || !is_folder && path.to_lowercase().ends_with("dockerfile");
        if let (true, Ok(source)) = (is_alone && is_kept(size), std::str::from_utf8(&bytes)) {
            project.dockerfile = source.replace("\r\n", "\n");
            told.has_dockerfile = true;
            if !is_folder {
                told.files += 1;
                continue;
            }
        }
        let own = if is_kept(size) { size } else { 0 };
        if project.files.len() >= MOST_FILES || size > MOST_OF_ONE || kept + own > MOST_BYTES {
            told.left_out += 1;
            if told.example.is_empty() {
                told.example = path;
            }
            continue;
        }
        kept += own;
        told.files += 1;
        let mut file = File { path, mode: 0o644, ..File::default() };
        if is_kept(size) {
            match String::from_utf8(bytes) {
                Ok(text) => file.text = text,
                Err(error) => file.binary = error.into_bytes(),
            }
        } else {
            file.filled = u32::try_from(size).unwrap_or(u32::MAX);
            told.filled += 1;
        }
        project.files.retain(|other| other.path != file.path);
        project.files.push(file);
    }
    project.files.sort_by(|a, b| a.path.cmp(&b.path));
    told
}

/// A path from a folder on, without the folder's own name.
fn inside(path: &str) -> String {
    path.trim_start_matches('/').split_once('/').map_or(path, |(_, rest)| rest).to_owned()
}

/// What is dropped on `inner` is taken.
pub(super) fn drop_zone(lab: Lab, inner: AnyView) -> AnyView {
    let state = container_of(lab);
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(data) = event.data_transfer() else { return };
        // Entries can be asked for only now: afterwards the list is empty.
        let items = Reflect::get(&data, &"items".into()).map(|items| Array::from(&items)).unwrap_or_default();
        let entry = |item: JsValue| called(&item, "webkitGetAsEntry").filter(|entry| entry.is_object());
        let entries: VecDeque<JsValue> = items.iter().filter_map(entry).collect();
        // A browser without entries has files, but no folders.
        let plain = if entries.is_empty() { listed(data.files()) } else { Vec::new() };
        spawn_local(async move {
            let is_folder = entries.iter().any(is_directory);
            let files = if plain.is_empty() { walked(entries).await } else { plain };
            take(state, files, is_folder).await;
        });
    };
    view! {
        <div
            class="k-write"
            class:over=flag(move || over.get())
            data-testid=test_ids::DROP
            on:dragover=handler(move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            })
            on:dragleave=handler(move |_: DragEvent| over.set(false))
            on:drop=handler(dropped)
        >
            {inner}
        </div>
    }
    .into_any()
}

/// The buttons that choose, and what came of it.
pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let folder = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = folder.get() {
            // It fails for no element.
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    let chosen = move |is_folder: bool| {
        move |event: Event| {
            let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else { return };
            let files = listed(input.files());
            // The same file once more is a choice, too.
            input.set_value("");
            spawn_local(async move { take(state, files, is_folder).await });
        }
    };
    let told = move || {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        state.taken.with(|taken| {
            let taken = taken.as_ref()?;
            let count = |n: usize| number::integer(lang, n as f64);
            let mut said = (t.taken)(taken.has_dockerfile, &count(taken.files));
            if taken.filled > 0 {
                said.push_str(&(t.taken_filled)(&count(taken.filled)));
            }
            if taken.left_out > 0 {
                said.push_str(&(t.taken_left)(&count(taken.left_out), &taken.example));
            }
            Some(said)
        })
    };
    let shown = move || told().map(|said| view! { <p class="help" role="status">{said}</p> });
    view! {
        <div class="k-own" data-testid=test_ids::TAKEN data-value=optional(move || {
            state.taken.with(|taken| taken.as_ref().map(|taken| taken.files.to_string()))
        })>
            <span class="help">{say(|t| t.own)}</span>
            <label class="btn small">
                {say(|t| t.own_folder)}
                <input
                    type="file"
                    multiple=true
                    class="visually-hidden"
                    node_ref=folder
                    data-testid=test_ids::FOLDER
                    on:change=handler(chosen(true))
                />
            </label>
            <label class="btn small">
                {say(|t| t.own_files)}
                <input type="file" multiple=true class="visually-hidden" data-testid=test_ids::FILES on:change=handler(chosen(false)) />
            </label>
            {maybe_view(shown)}
        </div>
        <p class="help">{text(move || texts::of(lang.get()).own_limits)}</p>
    }
    .into_any()
}

/// Reads the files, as far as they are kept, and takes them over.
async fn take(state: ContainerState, files: Vec<(String, web_sys::File)>, is_folder: bool) {
    let mut came = Vec::new();
    for (path, file) in files {
        let size = file.size() as u64;
        let mut bytes = Vec::new();
        if is_kept(size) && came.len() < MOST_FILES {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else { continue };
            bytes = Uint8Array::new(&buffer).to_vec();
        }
        came.push(Came { path, size, bytes });
    }
    if came.is_empty() {
        return;
    }
    let mut project = state.project.get_untracked();
    if is_folder {
        // Another project: what was declared and said on the command line was of the one before.
        project = Project { dockerfile: project.dockerfile, ..Project::default() };
    }
    let told = taken(&mut project, came, is_folder);
    state.keep_own();
    state.begin(project);
    state.taken.set(Some(told));
}

/// Files of a list, with their paths.
fn listed(list: Option<web_sys::FileList>) -> Vec<(String, web_sys::File)> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.get(i)).map(|file| (path_of(&file), file)).collect()
}

/// A file's path from the chosen folder on, or its name.
fn path_of(file: &web_sys::File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).map_or_else(|| file.name(), |path| inside(&path))
}

/// All files below what was dropped, those near the top first. Names of folders that were dropped are left away.
async fn walked(mut entries: VecDeque<JsValue>) -> Vec<(String, web_sys::File)> {
    let is_inside = entries.iter().any(is_directory);
    let mut files = Vec::new();
    // More than can be taken need not be asked for; that there are more is told.
    while let Some(entry) = entries.pop_front().filter(|_| files.len() <= MOST_FILES) {
        let path = Reflect::get(&entry, &"fullPath".into()).ok().and_then(|path| path.as_string()).unwrap_or_default();
        if is_directory(&entry) {
            let Some(reader) = called(&entry, "createReader") else { continue };
            // A reader gives a hundred or so at a time, and nothing in the end.
            while let Some(found) = answered(&reader, "readEntries").await.map(|found| Array::from(&found)) {
                if found.length() == 0 {
                    break;
                }
                entries.extend(found.iter());
            }
        } else if let Some(file) = answered(&entry, "file").await.and_then(|file| file.dyn_into().ok()) {
            let path = if is_inside { inside(&path) } else { path.trim_start_matches('/').to_owned() };
            files.push((path, file));
        }
    }
    files
}

fn is_directory(entry: &JsValue) -> bool {
    Reflect::get(entry, &"isDirectory".into()).is_ok_and(|is| is.is_truthy())
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn called(of: &JsValue, name: &str) -> Option<JsValue> {
    method(of, name)?.call0(of).ok()
}

/// What a method gives that takes two functions: one for its answer, one for a failure.
async fn answered(of: &JsValue, name: &str) -> Option<JsValue> {
    let method = method(of, name)?;
    let promise = Promise::new(&mut |resolve, reject| {
        if method.call2(of, &resolve, &reject).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(path: &str, bytes: &[u8]) -> Came {
        Came { path: path.into(), size: bytes.len() as u64, bytes: bytes.to_vec() }
    }

    fn project() -> Project {
        let file = File { path: "old.py".into(), ..File::default() };
        Project { dockerfile: "FROM a".into(), files: vec![file], ..Project::default() }
    }

    #[test]
    fn a_folder_takes_the_place_of_the_files_and_brings_its_dockerfile() {
        let mut own = project();
        let all = vec![came("Dockerfile", b"FROM b\r\n"), came("src/a.py", b"x"), came("b.bin", &[0xff, 0])];
        let told = taken(&mut own, all, true);
        let expected = Taken { files: 3, has_dockerfile: true, ..Taken::default() };
        assert_eq!((told, &own.dockerfile[..]), (expected, "FROM b\n"));
        let paths: Vec<&str> = own.files.iter().map(|file| &file.path[..]).collect();
        assert_eq!(paths, ["Dockerfile", "b.bin", "src/a.py"]);
        assert_eq!((own.files[1].bytes(), &own.files[1].binary[..]), (2, &[0xff, 0][..]));
    }

    #[test]
    fn single_files_lie_beside_what_is_there_and_a_dockerfile_is_no_file_of_the_context() {
        let mut own = project();
        let told = taken(&mut own, vec![came("my.Dockerfile", b"FROM c"), came("old.py", b"new")], false);
        assert_eq!((told.files, told.has_dockerfile, &own.dockerfile[..]), (2, true, "FROM c"));
        assert_eq!((own.files.len(), &own.files[0].text[..]), (1, "new"));
    }

    #[test]
    fn what_is_too_much_is_left_out_and_said() {
        let large = |path: &str, size| Came { path: path.into(), size, bytes: Vec::new() };
        let mut own = project();
        let half = vec![b'x'; MOST_KEPT as usize];
        let mut all: Vec<Came> = (0..5).map(|i| came(&format!("f{i}"), &half)).collect();
        all.extend([large("g", MOST_KEPT + 1), large("h", MOST_OF_ONE + 1)]);
        let told = taken(&mut own, all, true);
        // Four of the first fit; of the others one stands by its length, one is left out.
        let expected = Taken { files: 5, filled: 1, left_out: 2, example: "f4".into(), has_dockerfile: false };
        assert_eq!(told, expected);
        assert_eq!(own.files.iter().find(|file| file.path == "g").map(File::bytes), Some(MOST_KEPT + 1));
        let many = (0..MOST_FILES + 3).map(|i| came(&i.to_string(), b"")).collect();
        assert_eq!(taken(&mut own, many, true).left_out, 3);
    }

    #[test]
    fn a_path_is_from_the_folder_on() {
        assert_eq!(inside("/app/src/a.py"), "src/a.py");
        assert_eq!(inside("app/a.py"), "a.py");
        assert_eq!(inside("a.py"), "a.py");
    }
}
