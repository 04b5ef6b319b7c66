//! What people spend their hours on shift on.

/// What people of a team spend their hours on shift on.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spent {
    /// Projects.
    Projects,
    /// Tickets.
    Tickets,
    /// The root causes of incidents.
    RootCauses,
    /// Jobs of incidents.
    Incidents,
    /// Changes.
    Changes,
    /// None of these.
    Nothing,
    /// Tickets and root causes, while a project waited for these hours.
    DisplacedByTickets,
    /// Incidents, while a project waited for these hours.
    DisplacedByIncidents,
}
impl Spent {
    /// All of them.
    pub const ALL: [Spent; 8] = [
        Spent::Projects,
        Spent::Tickets,
        Spent::RootCauses,
        Spent::Incidents,
        Spent::Changes,
        Spent::Nothing,
        Spent::DisplacedByTickets,
        Spent::DisplacedByIncidents,
    ];
    /// Those that people of a scenario can spend hours on.
    pub fn of(changes: bool) -> impl Iterator<Item = Spent> {
        Spent::ALL.into_iter().filter(move |on| changes || *on != Spent::Changes)
    }
    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["projects", "tickets", "root_causes", "incidents", "changes", "nothing", "displaced_by_tickets", "displaced_by_incidents"]
            [self as usize]
    }
}
