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
    /// None of these.
    Nothing,
    /// Tickets and root causes, while a project waited for these hours.
    DisplacedByTickets,
    /// Incidents, while a project waited for these hours.
    DisplacedByIncidents,
}
impl Spent {
    /// All of them.
    pub const ALL: [Spent; 7] = [
        Spent::Projects,
        Spent::Tickets,
        Spent::RootCauses,
        Spent::Incidents,
        Spent::Nothing,
        Spent::DisplacedByTickets,
        Spent::DisplacedByIncidents,
    ];
    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["projects", "tickets", "root_causes", "incidents", "nothing", "displaced_by_tickets", "displaced_by_incidents"][self as usize]
    }
}
