//! Cycles among things that must come one after the other.

use std::collections::VecDeque;

/// One cycle for each knot of things that wait for each other, from its lowest number on; `next[i]` lists what `i` waits for.
pub fn cycles(next: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let knots = knots(next);
    let mut found = Vec::new();
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        let knot = knots[start];
        if seen[knot as usize] {
            continue;
        }
        if let Some(cycle) = shortest(next, &knots, start as u32) {
            seen[knot as usize] = true;
            found.push(cycle);
        }
    }
    found
}

/// No more names than this are told of one cycle.
const TOLD: usize = 8;

/// A cycle in words: "a → b → a"; of a long one its beginning and its end, and how many there are.
pub fn in_words<'n>(cycle: &[u32], name: impl Fn(u32) -> &'n str) -> String {
    let mut words: Vec<&str> = cycle.iter().map(|at| name(*at)).collect();
    words.extend(cycle.first().map(|at| name(*at)));
    if cycle.len() <= TOLD {
        return words.join(" → ");
    }
    let (first, last) = (words[..TOLD - 2].join(" → "), words[words.len() - 2..].join(" → "));
    format!("{first} → … → {last} ({} in all)", cycle.len())
}

/// The shortest way from a thing back to itself within its knot.
fn shortest(next: &[Vec<u32>], knots: &[u32], start: u32) -> Option<Vec<u32>> {
    let knot = knots[start as usize];
    let mut from: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in next[at as usize].iter().filter(|to| knots[**to as usize] == knot) {
            if to == start {
                let mut way = vec![at];
                let mut back = at;
                while back != start {
                    back = from[&back];
                    way.push(back);
                }
                way.reverse();
                return Some(way);
            }
            if let std::collections::btree_map::Entry::Vacant(vacant) = from.entry(to) {
                vacant.insert(at);
                queue.push_back(to);
            }
        }
    }
    None
}

/// For each thing the number of its strongly connected component (Tarjan 1972, without recursion, since files may be hostile).
fn knots(next: &[Vec<u32>]) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let count = next.len();
    let (mut index, mut low, mut knot) = (vec![NONE; count], vec![0; count], vec![NONE; count]);
    let (mut stack, mut clock, mut knots) = (Vec::new(), 0, 0);
    for root in 0..count {
        if index[root] != NONE {
            continue;
        }
        let mut path = vec![(root, 0)];
        (index[root], low[root]) = (clock, clock);
        clock += 1;
        stack.push(root);
        while let Some((at, edge)) = path.pop() {
            if let Some(&to) = next[at].get(edge) {
                let to = to as usize;
                path.push((at, edge + 1));
                if index[to] == NONE {
                    (index[to], low[to]) = (clock, clock);
                    clock += 1;
                    stack.push(to);
                    path.push((to, 0));
                } else if knot[to] == NONE {
                    low[at] = low[at].min(index[to]);
                }
                continue;
            }
            if let Some(&(above, _)) = path.last() {
                low[above] = low[above].min(low[at]);
            }
            if low[at] == index[at] {
                while let Some(member) = stack.pop() {
                    knot[member] = knots;
                    if member == at {
                        break;
                    }
                }
                knots += 1;
            }
        }
    }
    knot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_knot_gives_one_cycle() {
        let next = vec![vec![1], vec![2], vec![0, 3], vec![], vec![4], vec![6], vec![5, 0]];
        assert_eq!(cycles(&next), vec![vec![0, 1, 2], vec![4], vec![5, 6]]);
        let names = ["a", "b", "c"];
        assert_eq!(in_words(&[0, 1, 2], |i| names[i as usize]), "a → b → c → a");
    }

    #[test]
    fn a_long_chain_has_none() {
        let next: Vec<Vec<u32>> = (0..100_000).map(|i| if i < 99_999 { vec![i + 1] } else { vec![] }).collect();
        assert!(cycles(&next).is_empty());
    }
}
