//! A column of the world: all components of a kind, by the number of what they belong to.
//!
//! Entities of one kind (people, systems, desks, places for incidents) are spawned once, in the order of their numbers, and never despawned
//! or given other components, so that the row of each is its number. While the loop runs nothing is spawned either: it takes the columns at
//! its start and looks everything up in them, which costs a tenth of asking the world for an entity each time.

use std::ops::{Index, IndexMut};

use bevy_ecs::change_detection::ContiguousMut;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

/// What the loop asks of the world: a column that has not been taken yet.
#[derive(SystemParam)]
pub struct Store<'w, 's, T: Component<Mutability = Mutable>> {
    all: Query<'w, 's, &'static mut T>,
}
impl<'w, T: Component<Mutability = Mutable>> Store<'w, '_, T> {
    /// Takes it. Empty as long as nothing has such a component.
    ///
    /// # Panics
    /// Panics if the components do not lie in one table: something else was spawned with one of them, which is our mistake.
    pub fn open(self) -> Column<'w, T> {
        let mut tables = self.all.contiguous_iter_inner().expect("components are kept in tables");
        // Nothing asks which components have changed: to note it for all of them each time would take longer than a happening.
        let column = tables.next().map(|all| ContiguousMut::bypass_change_detection_split(all).0);
        assert!(tables.next().is_none(), "all components of a kind belong to one kind of entity");
        Column(column.unwrap_or_default())
    }
}

/// All components of a kind, by number.
pub struct Column<'w, T>(&'w mut [T]);
impl<T> Column<'_, T> {
    /// How many there are.
    #[allow(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// All of them, in the order of their numbers.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
    /// All of them to be changed, in the order of their numbers.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }
}
impl<T> Index<usize> for Column<'_, T> {
    type Output = T;
    #[inline]
    fn index(&self, number: usize) -> &T {
        &self.0[number]
    }
}
impl<T> IndexMut<usize> for Column<'_, T> {
    #[inline]
    fn index_mut(&mut self, number: usize) -> &mut T {
        &mut self.0[number]
    }
}
