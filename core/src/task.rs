//! Long work that can be interrupted: an `async fn` that is given a [`Context`].
//!
//! The work says where it may rest ([`Context::pause`]) and how far it has come ([`Context::report`]). Whoever runs it holds
//! its future, polls it for a slice of time after another, and drops it to cancel it. There is no executor, and no clock: when
//! a slice is over is a question that the caller answers. Natively, where nothing waits, [`block_on`] runs work to its end.
//!
//! ```
//! use karui_core::task::{Context, Task, block_on};
//!
//! async fn sum(numbers: Vec<u64>, ctx: Context<usize>) -> karui_core::Result<u64> {
//!     let mut sum = 0;
//!     for (done, number) in numbers.iter().enumerate() {
//!         sum += number;
//!         ctx.report(done + 1);
//!         ctx.pause().await;
//!     }
//!     Ok(sum)
//! }
//!
//! // At once, telling nobody.
//! assert_eq!(block_on(sum(vec![1, 2, 3], Context::unobserved())), Ok(6));
//!
//! // In slices, each of which ends at the first pause here; a worker would compare a clock with the slice's end.
//! let mut task = Task::new(|| true, |ctx| sum(vec![1, 2, 3], ctx));
//! assert_eq!(task.advance(), None);
//! assert_eq!(task.progress(), Some(1));
//! let done = loop {
//!     if let Some(done) = task.advance() {
//!         break done;
//!     }
//! };
//! assert_eq!((done, task.progress()), (Ok(6), Some(3)));
//! ```

use crate::Result;
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context as Polled, Poll, Waker};

/// What long work is given by whoever runs it. Clones are of the same work.
pub struct Context<P> {
    caller: Rc<Caller>,
    report: Rc<dyn Fn(P)>,
}

/// What does not depend on what is reported.
struct Caller {
    is_slice_over: Box<dyn Fn() -> bool>,
    wants_result: Cell<bool>,
}

impl<P> Clone for Context<P> {
    fn clone(&self) -> Self {
        Context { caller: self.caller.clone(), report: self.report.clone() }
    }
}

impl<P: 'static> Context<P> {
    /// Of a caller whose slice is over when `is_slice_over` says so, and who is told of progress by `report`, at once and in
    /// order: how often it passes that on is its own affair.
    pub fn new(is_slice_over: impl Fn() -> bool + 'static, report: impl Fn(P) + 'static) -> Self {
        let caller = Caller { is_slice_over: Box::new(is_slice_over), wants_result: Cell::new(false) };
        Context { caller: Rc::new(caller), report: Rc::new(report) }
    }

    /// Of a caller who waits for the end and is told nothing.
    pub fn unobserved() -> Self {
        Self::new(|| false, |_| ())
    }

    /// Tells the caller how far the work has come.
    pub fn report(&self, progress: P) {
        (self.report)(progress);
    }

    /// The same for a part of the work, whose progress is told as `whole` makes it of the part's.
    pub fn part<Q: 'static>(&self, whole: impl Fn(Q) -> P + 'static) -> Context<Q> {
        let report = self.report.clone();
        Context { caller: self.caller.clone(), report: Rc::new(move |progress| report(whole(progress))) }
    }
}

impl<P> Context<P> {
    /// Gives the caller its turn, if its slice of time is over. Where the work is dropped meanwhile, it does not come back.
    pub async fn pause(&self) {
        if !(self.caller.is_slice_over)() {
            return;
        }
        let mut has_paused = false;
        poll_fn(|polled| {
            if std::mem::replace(&mut has_paused, true) {
                return Poll::Ready(());
            }
            polled.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// Asks the work to end soon, with the best that it has: training stops, and what follows it is done without any.
    pub fn finish_early(&self) {
        self.caller.wants_result.set(true);
    }

    /// Whether the caller has asked for that.
    pub fn is_to_finish(&self) -> bool {
        self.caller.wants_result.get()
    }
}

/// Work under way, beside what its caller may ask of it. Dropping it cancels the work.
pub struct Task<T, P> {
    /// Not there once it is done.
    work: Option<Pin<Box<dyn Future<Output = Result<T>>>>>,
    context: Context<P>,
    latest: Rc<Cell<Option<P>>>,
}

impl<T, P: 'static> Task<T, P> {
    /// The work that `begin` makes of its context; nothing of it is done yet. `is_slice_over` says when
    /// [`advance`](Task::advance) has worked for long enough.
    pub fn new<W>(is_slice_over: impl Fn() -> bool + 'static, begin: impl FnOnce(Context<P>) -> W) -> Self
    where
        W: Future<Output = Result<T>> + 'static,
    {
        let latest = Rc::new(Cell::new(None));
        let told = latest.clone();
        let context = Context::new(is_slice_over, move |progress| told.set(Some(progress)));
        Task { work: Some(Box::pin(begin(context.clone()))), context, latest }
    }

    /// Works for a slice of time; gives the result when that is there, once.
    pub fn advance(&mut self) -> Option<Result<T>> {
        let work = self.work.as_mut()?;
        match work.as_mut().poll(&mut Polled::from_waker(Waker::noop())) {
            Poll::Pending => None,
            Poll::Ready(result) => {
                self.work = None;
                Some(result)
            }
        }
    }

    /// Whether the result has been given.
    pub fn is_finished(&self) -> bool {
        self.work.is_none()
    }

    /// The latest progress, if any was reported since this was last asked.
    pub fn progress(&self) -> Option<P> {
        self.latest.take()
    }

    /// See [`Context::finish_early`].
    pub fn finish_early(&self) {
        self.context.finish_early();
    }
}

/// What `work` gives, waited for: it is polled until it is ready. Only for work that does not wait for an event loop.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(result) = work.as_mut().poll(&mut Polled::from_waker(Waker::noop())) {
            return result;
        }
        std::thread::yield_now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Divergence, Error};
    use std::cell::RefCell;

    /// Counts to `end`, noting each number as it is reached.
    async fn count(end: u32, reached: Rc<Cell<u32>>, ctx: Context<u32>) -> Result<u32> {
        for i in 1..=end {
            if ctx.is_to_finish() {
                break;
            }
            reached.set(i);
            ctx.report(i);
            ctx.pause().await;
        }
        Ok(reached.get())
    }

    #[test]
    fn a_paused_task_goes_on_and_gives_its_result_once() {
        let reached = Rc::new(Cell::new(0));
        let mut task = Task::new(|| true, |ctx| count(3, reached.clone(), ctx));
        assert_eq!(reached.get(), 0);
        for i in 1..=3 {
            assert_eq!((task.advance(), reached.get(), task.is_finished()), (None, i, false));
        }
        assert_eq!((task.advance(), task.is_finished()), (Some(Ok(3)), true));
        assert_eq!(task.advance(), None);
    }

    #[test]
    fn a_slice_lasts_as_long_as_the_caller_says() {
        let (reached, slice) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let left = slice.clone();
        let is_over = move || {
            left.set(left.get() - 1);
            left.get() == 0
        };
        let mut task = Task::new(is_over, |ctx| count(10, reached.clone(), ctx));
        for expected in [4, 8] {
            slice.set(4);
            assert_eq!((task.advance(), reached.get()), (None, expected));
        }
        slice.set(4);
        assert_eq!(task.advance(), Some(Ok(10)));
    }

    #[test]
    fn a_dropped_task_stops() {
        let reached = Rc::new(Cell::new(0));
        let mut task = Task::new(|| true, |ctx| count(100, reached.clone(), ctx));
        task.advance();
        task.advance();
        drop(task);
        assert_eq!((reached.get(), Rc::strong_count(&reached)), (2, 1));
    }

    #[test]
    fn progress_arrives_in_order_and_parts_tell_it_as_the_whole_s() {
        let told = Rc::new(RefCell::new(Vec::new()));
        let list = told.clone();
        let ctx = Context::new(|| false, move |progress: (u8, u32)| list.borrow_mut().push(progress));
        let work = async {
            count(2, Rc::default(), ctx.part(|i| (0, i))).await?;
            count(3, Rc::default(), ctx.part(|i| (1, i))).await
        };
        assert_eq!(block_on(work), Ok(3));
        assert_eq!(*told.borrow(), [(0, 1), (0, 2), (1, 1), (1, 2), (1, 3)]);
    }

    #[test]
    fn the_latest_progress_is_told_once() {
        let mut task = Task::new(|| true, |ctx| count(3, Rc::default(), ctx));
        assert_eq!(task.progress(), None);
        task.advance();
        task.advance();
        assert_eq!((task.progress(), task.progress()), (Some(2), None));
    }

    #[test]
    fn a_task_that_is_asked_to_gives_the_best_it_has() {
        let mut task = Task::new(|| true, |ctx| count(100, Rc::default(), ctx));
        task.advance();
        task.finish_early();
        assert_eq!(task.advance(), Some(Ok(1)));
    }

    #[test]
    fn an_error_ends_a_task() {
        let fails = |ctx: Context<()>| async move {
            ctx.pause().await;
            Err::<(), _>(Error::Diverged { step: 7, kind: Divergence::NotANumber })
        };
        let mut task = Task::new(|| true, fails);
        assert_eq!(task.advance(), None);
        let diverged = Error::Diverged { step: 7, kind: Divergence::NotANumber };
        assert_eq!((task.advance(), task.advance()), (Some(Err(diverged)), None));
    }

    /// A task is held beside others of its kind, whatever its future is.
    #[test]
    fn tasks_of_different_work_have_one_type() {
        let mut tasks: Vec<Task<u32, u32>> =
            vec![Task::new(|| true, |ctx| count(2, Rc::default(), ctx)), Task::new(|| true, |_| async { Ok(7) })];
        assert_eq!(tasks[1].advance(), Some(Ok(7)));
        assert_eq!((tasks[0].advance(), tasks[0].advance(), tasks[0].advance()), (None, None, Some(Ok(2))));
    }
}
