//! Work numbered from here to there, spread over threads and handed on in the order of its numbers.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// How far workers may run ahead of what has been handed on, in pieces of work a worker; bounds what waits in memory.
const AHEAD: u64 = 8;

/// What the workers share: the next number to take, and the first that has not been handed on.
struct Tickets {
    state: Mutex<State>,
    moved: Condvar,
    window: u64,
}
struct State {
    next: u64,
    handed_on: u64,
    end: u64,
    closed: bool,
    /// Workers that wait until more has been handed on.
    waiting: usize,
}
impl State {
    /// No piece of work is begun any more.
    fn is_over(&self, stop: &AtomicBool) -> bool {
        self.closed || self.next >= self.end || stop.load(Ordering::Relaxed)
    }

    /// The next number, if it is near enough to what has been handed on.
    fn next(&mut self, window: u64) -> Option<u64> {
        (self.next < self.handed_on + window).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

impl Tickets {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next number, once it is near enough to what has been handed on; none when there is no more work.
    fn take(&self, stop: &AtomicBool) -> Option<u64> {
        let mut state = self.lock();
        while !state.is_over(stop) {
            if let Some(number) = state.next(self.window) {
                return Some(number);
            }
            state.waiting += 1;
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        None
    }

    /// The same without waiting: none as well while others have gone far enough ahead.
    fn take_now(&self, stop: &AtomicBool) -> Option<u64> {
        let mut state = self.lock();
        if state.is_over(stop) { None } else { state.next(self.window) }
    }

    fn hand_on(&self, upto: u64) {
        let mut state = self.lock();
        state.handed_on = upto;
        let anybody = state.waiting > 0;
        drop(state);
        if anybody {
            self.moved.notify_all();
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.moved.notify_all();
    }
}

/// Closes the tickets when whoever holds it leaves by a panic, so that nobody waits for a result that never comes.
struct CloseOnPanic<'a>(&'a Tickets);
impl Drop for CloseOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

/// Does the pieces of work `range` on `jobs` threads, of which this is one. Every thread makes one worker with `make` and keeps it; `take` is
/// told the results here, strictly in the order of their numbers, whatever the number of threads.
///
/// Once `stop` is set no new piece is begun; those in hand are finished and handed on, so what was taken is a prefix
/// without gaps. An error from `take` ends the work. Returns the number after the last one handed on.
pub fn in_order<W, T: Send, E>(
    range: Range<u64>,
    jobs: usize,
    stop: &AtomicBool,
    make: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, u64) -> T + Sync,
    mut take: impl FnMut(u64, T) -> Result<(), E>,
) -> Result<u64, E> {
    let jobs = jobs.max(1);
    let tickets = Tickets {
        state: Mutex::new(State { next: range.start, handed_on: range.start, end: range.end, closed: false, waiting: 0 }),
        moved: Condvar::new(),
        window: AHEAD * jobs as u64,
    };
    std::thread::scope(|scope| {
        let _guard = CloseOnPanic(&tickets);
        let (results, incoming) = mpsc::channel();
        for _ in 1..(jobs as u64).min(range.end.saturating_sub(range.start)) {
            let (results, tickets, make, work) = (results.clone(), &tickets, &make, &work);
            scope.spawn(move || {
                let _guard = CloseOnPanic(tickets);
                let mut worker = make();
                while let Some(number) = tickets.take(stop) {
                    if results.send((number, work(&mut worker, number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        let mut worker = None;
        let here = || tickets.take_now(stop).map(|number| (number, work(worker.get_or_insert_with(&make), number)));
        let outcome = in_turn(range.start, tickets.window, &incoming, here, |number, result| {
            let taken = take(number, result);
            tickets.hand_on(number + 1);
            taken
        });
        tickets.close();
        outcome
    })
}

/// Puts results that come in any order, none further than `window` ahead, into order. What others have done is taken before a piece of work is
/// done `here`, so that nobody waits for long.
fn in_turn<T, E>(
    start: u64,
    window: u64,
    incoming: &mpsc::Receiver<(u64, T)>,
    mut here: impl FnMut() -> Option<(u64, T)>,
    mut take: impl FnMut(u64, T) -> Result<(), E>,
) -> Result<u64, E> {
    let mut waiting: Vec<Option<T>> = std::iter::repeat_with(|| None).take(window as usize).collect();
    let mut next = start;
    // With nothing to do here what is missing is in the hands of others; when they are gone as well, nothing is.
    while let Some((number, result)) = incoming.try_recv().ok().or_else(&mut here).or_else(|| incoming.recv().ok()) {
        waiting[(number % window) as usize] = Some(result);
        while let Some(result) = waiting[(next % window) as usize].take() {
            take(next, result)?;
            next += 1;
        }
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    fn uneven(number: u64) -> u64 {
        (0..(number * 7919) % 5000).fold(number, |a, b| a.wrapping_mul(31).wrapping_add(b))
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let never = AtomicBool::new(false);
        let expected: Vec<(u64, u64)> = (3..400).map(|k| (k, uneven(k))).collect();
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            let end = in_order(
                3..400,
                jobs,
                &never,
                || (),
                |(), k| uneven(k),
                |k, v| -> Result<(), ()> {
                    seen.push((k, v));
                    Ok(())
                },
            );
            assert_eq!(end, Ok(400));
            assert_eq!(seen, expected, "{jobs} threads");
        }
    }

    #[test]
    fn each_thread_makes_one_worker() {
        let made = AtomicUsize::new(0);
        let never = AtomicBool::new(false);
        let make = || made.fetch_add(1, Ordering::Relaxed);
        let end = in_order(0..500, 3, &never, make, |_, k| k, |_, _| Ok::<(), ()>(()));
        assert_eq!(end, Ok(500));
        assert!(made.load(Ordering::Relaxed) <= 3);
    }

    #[test]
    fn a_stop_leaves_a_prefix_without_gaps() {
        let stop = AtomicBool::new(false);
        let mut seen = Vec::new();
        let end = in_order(
            0..1_000_000,
            4,
            &stop,
            || (),
            |(), k| k,
            |k, _| -> Result<(), ()> {
                seen.push(k);
                stop.store(k >= 100, Ordering::Relaxed);
                Ok(())
            },
        );
        let end = end.expect("nothing failed");
        assert!((101..1000).contains(&end), "{end}");
        assert_eq!(seen, (0..end).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_the_work() {
        let never = AtomicBool::new(false);
        let end = in_order(0..1_000_000, 4, &never, || (), |(), k| k, |k, _| if k == 50 { Err(k) } else { Ok(()) });
        assert_eq!(end, Err(50));
    }

    #[test]
    fn a_panic_of_a_worker_is_passed_on_and_nobody_waits_for_ever() {
        let never = AtomicBool::new(false);
        let outcome = std::panic::catch_unwind(|| {
            in_order(0..10_000, 4, &never, || (), |(), k| assert!(k != 20, "broken"), |_, ()| Ok::<(), ()>(()))
        });
        assert!(outcome.is_err());
    }

    #[test]
    fn a_panic_of_the_taker_is_passed_on_too() {
        let never = AtomicBool::new(false);
        let outcome = std::panic::catch_unwind(|| {
            in_order(
                0..10_000,
                4,
                &never,
                || (),
                |(), k| k,
                |k, _| {
                    assert!(k != 20, "broken");
                    Ok::<(), ()>(())
                },
            )
        });
        assert!(outcome.is_err());
    }

    #[test]
    fn no_work_is_no_trouble() {
        let never = AtomicBool::new(false);
        assert_eq!(in_order(5..5, 4, &never, || (), |(), k| k, |_, _| Ok::<(), ()>(())), Ok(5));
    }
}
