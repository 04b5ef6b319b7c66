//! The exercise: a scenario played with people in the room, before, during and after. It looks at plays through their door and at what they
//! recorded; how it is shown is the report's and the live pages' matter.

pub mod account;
pub mod expectation;
