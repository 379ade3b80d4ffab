//! `./lab fuzz [--seconds N] [--from NUMBER] [--only NAME]`: new inputs of every kind, one kind after another, on all cores, until the
//! time is over. An input that is met wrongly is written into `corpus/`; with a row in `corpus.rs` the tests try it from then on.

use karui_fuzz::memory::Watching;
use karui_fuzz::{Target, folder, patient, targets};
use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// Inputs between two looks at the clock.
const ROUND: u64 = 200;

struct Options {
    seconds: u64,
    from: u64,
    only: String,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let mut options = Options { seconds: 60, from: now << 20, only: String::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match &name[..] {
            "--seconds" => options.seconds = value.parse()?,
            "--from" => options.from = value.parse()?,
            "--only" => options.only = value,
            _ => return Err(format!("what is {name}?").into()),
        }
    }
    Ok(options)
}

/// What came of one kind: inputs tried, taken, and met wrongly.
#[derive(Default)]
struct Told {
    tried: AtomicU64,
    taken: AtomicU64,
    wrong: AtomicU64,
}

fn try_all(target: &Target, from: u64, until: Instant, told: &Told) {
    while Instant::now() < until {
        let start = from + told.tried.fetch_add(ROUND, Ordering::Relaxed);
        for number in start..start + ROUND {
            let bytes = target.input(number);
            match patient(target, &bytes) {
                Ok(is_taken) => drop(told.taken.fetch_add(u64::from(is_taken), Ordering::Relaxed)),
                Err(fault) => {
                    told.wrong.fetch_add(1, Ordering::Relaxed);
                    println!("{}: input {number} ({} bytes) {fault}", target.name, bytes.len());
                    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder(target));
                    if std::fs::create_dir_all(&folder)
                        .and_then(|()| std::fs::write(folder.join(number.to_string()), &bytes))
                        .is_err()
                    {
                        println!("it cannot be written to {}", folder.display());
                    }
                }
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    // A panic is told with its input.
    std::panic::set_hook(Box::new(|_| {}));
    let targets: Vec<Target> = targets().into_iter().filter(|target| target.name.contains(&options.only)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let each = Duration::from_secs(options.seconds) / targets.len().max(1) as u32;
    let mut failed = 0;
    for target in &targets {
        let (told, until) = (Told::default(), Instant::now() + each);
        std::thread::scope(|scope| {
            (0..threads).for_each(|_| drop(scope.spawn(|| try_all(target, options.from, until, &told))));
        });
        let [tried, taken, bad] = [&told.tried, &told.taken, &told.wrong].map(|it| it.load(Ordering::Relaxed));
        println!("{}: {tried} inputs from {}, {taken} taken, {bad} met wrongly", target.name, options.from);
        failed += usize::from(bad > 0);
    }
    println!("{} passed, {failed} failed", targets.len() - failed);
    std::process::exit(i32::from(failed > 0));
}
