//! Some variants that are played side by side. Once they are finished only their responses are kept: two thousand variants with all their plays would not
//! fit into memory.

use super::Response;
use crate::statistics::Interval;
use crate::statistics::paired::Estimate;
use crate::study::arms::{Arm, Arms, Played};
use crate::study::resume::Piece;

/// Variants side by side.
pub(super) struct Chunk {
    /// Those that are not finished.
    pub arms: Arms,
    /// What they came to; nothing until all are finished.
    pub responses: Vec<Response>,
}

impl Chunk {
    /// Plays them to the end, unless they are there.
    pub fn play<E>(
        &mut self,
        play: &mut dyn FnMut(&mut Arms) -> Result<Played, E>,
        replications: u64,
        respond: impl FnMut(&Arm) -> Response,
    ) -> Result<(), E> {
        if !self.responses.is_empty() {
            return Ok(());
        }
        play(&mut self.arms)?;
        if self.arms.replications() >= replications {
            self.responses = self.arms.all().iter().map(respond).collect();
        }
        Ok(())
    }
}

impl Piece for Chunk {
    fn put(&self, words: &mut Vec<u64>) {
        words.push(self.responses.len() as u64);
        if self.responses.is_empty() { self.arms.put(words) } else { self.responses.iter().for_each(|response| put(response, words)) }
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        match words.next()? {
            0 => self.arms.get(words),
            many => {
                self.responses = (0..many).map(|_| get(words)).collect::<Option<_>>()?;
                Some(())
            }
        }
    }
}

fn put_value(value: Option<f64>, words: &mut Vec<u64>) {
    words.extend([u64::from(value.is_some()), value.map_or(0, f64::to_bits)]);
}
fn value(words: &mut dyn Iterator<Item = u64>) -> Option<Option<f64>> {
    let there = words.next()? == 1;
    let bits = words.next()?;
    Some(there.then(|| f64::from_bits(bits)))
}

fn put(of: &Response, words: &mut Vec<u64>) {
    let Response { count, mean, p50, p90, p10, sd, change, hours, broken, money } = of;
    words.extend([count.0, count.1]);
    for (known, interval) in [mean, p50, p90, &(change.value, change.interval)] {
        [*known, interval.low, interval.high].into_iter().for_each(|end| put_value(end, words));
    }
    [p10, sd, hours, broken, money].into_iter().for_each(|known| put_value(*known, words));
}

fn get(words: &mut dyn Iterator<Item = u64>) -> Option<Response> {
    fn figure(words: &mut dyn Iterator<Item = u64>) -> Option<(Option<f64>, Interval)> {
        let known = value(words)?;
        Some((known, Interval { low: value(words)?, high: value(words)? }))
    }
    let count = (words.next()?, words.next()?);
    let (mean, p50, p90, (change, interval)) = (figure(words)?, figure(words)?, figure(words)?, figure(words)?);
    let change = Estimate { value: change, interval };
    let (p10, sd, hours, broken, money) = (value(words)?, value(words)?, value(words)?, value(words)?, value(words)?);
    Some(Response { count, mean, p50, p90, p10, sd, change, hours, broken, money })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_comes_back_to_the_last_bit() {
        let interval = Interval { low: None, high: Some(f64::INFINITY) };
        let response = Response {
            count: (40, 3),
            mean: (Some(0.1 + 0.2), interval),
            p90: (None, Interval::default()),
            sd: Some(1e-300),
            change: Estimate { value: Some(-0.0), interval },
            money: Some(5.0),
            ..Response::default()
        };
        let mut words = Vec::new();
        put(&response, &mut words);
        assert_eq!(get(&mut words.iter().copied()), Some(response));
        assert_eq!(get(&mut words[1..].iter().copied()), None);
    }
}
