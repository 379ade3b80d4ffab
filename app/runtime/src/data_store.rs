//! The data at hand, and the task that completes it: as much as was asked for, shard by shard.

use crate::clock::{now, yield_now};
use crate::fetch;
use crate::mail::{Inbox, Mail};
use crate::manifest::{Entry, Manifest};
use crate::post::post;
use karui_core::data::{Dataset, Images, Info, Split, idx, info, shapes};
use karui_core::graph::Shape;
use karui_protocol::{DataKind, Event, Problem};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How often the page is told of bytes that arrive, in milliseconds.
const TELL_EVERY: f64 = 100.0;
/// Synthetic images drawn between two turns of the event loop.
const DRAWN_AT_ONCE: usize = 200;

/// The images of one kind, as far as they have arrived.
pub struct DataStore {
    kind: DataKind,
    train: Half,
    test: Half,
    manifest: Option<Manifest>,
    /// Whether a task is at work on it.
    is_loading: bool,
    /// Nobody wants it any more.
    is_given_up: bool,
}

/// One split of a data set.
struct Half {
    set: Dataset,
    labels: Vec<u8>,
    /// How many images are wanted.
    wanted: usize,
}

impl Half {
    fn new(kind: DataKind) -> Self {
        Half { set: Dataset::new(kind), labels: Vec::new(), wanted: 0 }
    }
}

/// What to get next.
enum Next {
    Manifest,
    Labels(Split, Entry),
    Images(Split, Entry),
    Draw(Split),
}

impl DataStore {
    /// An empty one.
    pub fn new(kind: DataKind) -> Self {
        DataStore {
            kind,
            train: Half::new(kind),
            test: Half::new(kind),
            manifest: None,
            is_loading: false,
            is_given_up: false,
        }
    }

    /// The data set.
    pub fn kind(&self) -> DataKind {
        self.kind
    }

    /// The training images that are there.
    pub fn train(&self) -> &Dataset {
        &self.train.set
    }

    /// The held-out images that are there.
    pub fn test(&self) -> &Dataset {
        &self.test.set
    }

    /// Whether all held-out images are there.
    pub fn is_test_complete(&self) -> bool {
        self.test.set.len() >= info(self.kind).test_len
    }

    /// Ends the task that works on it.
    pub fn give_up(&mut self) {
        self.is_given_up = true;
    }

    fn half(&self, split: Split) -> &Half {
        match split {
            Split::Train => &self.train,
            Split::Test => &self.test,
        }
    }

    fn half_mut(&mut self, split: Split) -> &mut Half {
        match split {
            Split::Train => &mut self.train,
            Split::Test => &mut self.test,
        }
    }

    /// The next thing to get: held-out images first, as the first view needs them.
    fn next(&self) -> Option<Next> {
        for (split, half) in [(Split::Test, &self.test), (Split::Train, &self.train)] {
            if half.set.len() >= half.wanted {
                continue;
            }
            let Some(shard) = info(self.kind).shard else { return Some(Next::Draw(split)) };
            let Some(manifest) = &self.manifest else { return Some(Next::Manifest) };
            let files = if split == Split::Train { &manifest.train } else { &manifest.test };
            if half.labels.is_empty() {
                return Some(Next::Labels(split, files.labels.clone()));
            }
            return files.images.get(half.set.len() / shard).map(|entry| Next::Images(split, entry.clone()));
        }
        None
    }

    /// Bytes still to come, as far as is known.
    fn missing(&self) -> u64 {
        let Info { shape, shard, .. } = info(self.kind);
        [(&self.test, true), (&self.train, false)]
            .into_iter()
            .map(|(half, is_test)| {
                let (len, wanted) = (half.set.len(), half.wanted.max(half.set.len()));
                match (&self.manifest, shard) {
                    (Some(manifest), Some(shard)) => {
                        let files = if is_test { &manifest.test } else { &manifest.train };
                        let images = files.images.iter().take(wanted.div_ceil(shard)).skip(len / shard);
                        let labels = if half.labels.is_empty() && wanted > len { files.labels.bytes } else { 0 };
                        labels + images.map(|e| e.bytes).sum::<u64>()
                    }
                    _ => ((wanted - len) * shape.len()) as u64,
                }
            })
            .sum()
    }
}

/// A split's images, for work that goes on while more of them arrive.
pub struct SplitImages {
    /// What holds them.
    pub data_store: Rc<RefCell<DataStore>>,
    /// Which.
    pub split: Split,
}

impl SplitImages {
    fn with<T>(&self, work: impl FnOnce(&Dataset) -> T) -> T {
        work(&self.data_store.borrow().half(self.split).set)
    }
}

impl Images for SplitImages {
    fn shape(&self) -> Shape {
        self.with(Dataset::shape)
    }

    fn len(&self) -> usize {
        self.with(Dataset::len)
    }

    fn batch(&self, indices: &[u32], images: &mut [f32], labels: &mut [u8]) -> karui_core::Result<()> {
        self.with(|set| set.batch(indices, images, labels))
    }
}

/// Has `data_store` hold at least this many training and held-out images. What is missing is fetched by a task of its
/// own, which says [`Mail::Data`] as it goes and [`Mail::DataFailed`] when it gives up; asking again then tries again.
pub fn want(data_store: &Rc<RefCell<DataStore>>, train: usize, test: usize, inbox: &Inbox) {
    let mut it = data_store.borrow_mut();
    let facts = info(it.kind);
    // Only whole shards can be had.
    let whole = |n: usize, len: usize| n.next_multiple_of(facts.shard.unwrap_or(1)).min(len);
    it.train.wanted = it.train.wanted.max(whole(train, facts.train_len));
    it.test.wanted = it.test.wanted.max(whole(test, facts.test_len));
    if !it.is_loading && it.next().is_some() {
        it.is_loading = true;
        spawn_local(load(data_store.clone(), inbox.clone()));
    }
}

async fn load(data_store: Rc<RefCell<DataStore>>, inbox: Inbox) {
    let mut teller = Teller { received: 0, told_at: 0.0 };
    let kind = data_store.borrow().kind;
    let folder = format!("data/{kind}");
    loop {
        // Asked for anew each time: more may be wanted meanwhile.
        let next = data_store.borrow().next();
        let outcome = match next {
            None => break,
            _ if data_store.borrow().is_given_up => break,
            Some(Next::Draw(split)) => draw(&data_store, split, &mut teller).await,
            Some(Next::Manifest) => read_manifest(&data_store, &folder).await,
            Some(Next::Labels(split, entry)) => {
                let file = receive(&data_store, &folder, &entry, &mut teller).await;
                file.and_then(|bytes| take_labels(&data_store, split, &entry, &bytes))
            }
            Some(Next::Images(split, entry)) => {
                let file = receive(&data_store, &folder, &entry, &mut teller).await;
                file.and_then(|bytes| take_images(&data_store, split, &entry, &bytes))
            }
        };
        if let Err(problem) = outcome {
            data_store.borrow_mut().is_loading = false;
            inbox.push(Mail::DataFailed(data_store, problem));
            return;
        }
        inbox.push(Mail::Data);
    }
    data_store.borrow_mut().is_loading = false;
    teller.tell(&data_store, 0);
}

/// Tells the page how much has arrived.
struct Teller {
    received: u64,
    told_at: f64,
}

impl Teller {
    fn tell(&mut self, data_store: &RefCell<DataStore>, of_this: u64) {
        let it = data_store.borrow();
        if it.is_given_up {
            return;
        }
        self.told_at = now();
        post(Event::Data { received: self.received + of_this, total: self.received + it.missing() });
    }

    fn tell_sometimes(&mut self, data_store: &RefCell<DataStore>, of_this: u64) {
        if now() - self.told_at >= TELL_EVERY {
            self.tell(data_store, of_this);
        }
    }
}

async fn draw(data_store: &RefCell<DataStore>, split: Split, teller: &mut Teller) -> Result<(), Problem> {
    let drawn = {
        let mut it = data_store.borrow_mut();
        let half = it.half_mut(split);
        half.set.reserve(half.wanted);
        shapes::extend(&mut half.set, split, half.wanted, DRAWN_AT_ONCE).map_err(Problem::Engine)?
    };
    teller.received += (drawn * shapes::IMAGE_LEN) as u64;
    teller.tell_sometimes(data_store, 0);
    yield_now().await;
    Ok(())
}

async fn read_manifest(data_store: &RefCell<DataStore>, folder: &str) -> Result<(), Problem> {
    let file = "manifest.json".to_string();
    let bytes = fetch::small(&format!("{folder}/{file}")).await?;
    let bytes = bytes.ok_or_else(|| Problem::NotFetched { file: file.clone(), reason: "404".into() })?;
    let kind = data_store.borrow().kind;
    let manifest = std::str::from_utf8(&bytes).ok().and_then(Manifest::read).filter(|m| fits(m, kind));
    data_store.borrow_mut().manifest = Some(manifest.ok_or(Problem::Damaged { file })?);
    Ok(())
}

/// Whether the list has as many shards as the set needs.
fn fits(manifest: &Manifest, kind: DataKind) -> bool {
    let facts = info(kind);
    let shards = |len: usize| facts.shard.map_or(0, |shard| len / shard);
    manifest.train.images.len() == shards(facts.train_len) && manifest.test.images.len() == shards(facts.test_len)
}

async fn receive(
    data_store: &RefCell<DataStore>,
    folder: &str,
    entry: &Entry,
    teller: &mut Teller,
) -> Result<Vec<u8>, Problem> {
    let bytes = fetch::shard(folder, entry, &mut |n| teller.tell_sometimes(data_store, n)).await?;
    teller.received += entry.bytes;
    Ok(bytes)
}

fn take_labels(data_store: &RefCell<DataStore>, split: Split, entry: &Entry, bytes: &[u8]) -> Result<(), Problem> {
    let mut it = data_store.borrow_mut();
    let facts = info(it.kind);
    let len = if split == Split::Train { facts.train_len } else { facts.test_len };
    let labels = idx::labels(bytes).map_err(Problem::Engine)?;
    if labels.len() != len {
        return Err(Problem::Damaged { file: entry.file.clone() });
    }
    it.half_mut(split).labels = labels.to_vec();
    Ok(())
}

fn take_images(data_store: &RefCell<DataStore>, split: Split, entry: &Entry, bytes: &[u8]) -> Result<(), Problem> {
    let mut it = data_store.borrow_mut();
    let Info { shape, shard, .. } = info(it.kind);
    let (got, images): (Shape, _) = idx::images(bytes).map_err(Problem::Engine)?;
    let half = it.half_mut(split);
    let start = half.set.len();
    let labels = half.labels.get(start..start + shard.unwrap_or(0));
    match labels {
        Some(labels) if got == shape => {
            half.set.reserve(half.wanted);
            half.set.append(images, labels).map_err(Problem::Engine)
        }
        _ => Err(Problem::Damaged { file: entry.file.clone() }),
    }
}
