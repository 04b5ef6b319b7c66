//! The rooms of all domains, side by side: what a rule looks things up in. Each component is in one of them only.

use bevy_ecs::system::SystemParam;

use super::{
    absence, access, authority, business_calendar, change, choice, contract, demand, duty, escalation, estate, exposure, incident, inject,
    lead, means, notice, paging, qualification, response, responsibility, telemetry, vendor,
};

/// The doors of all domains; each component is queried by one of them only.
#[derive(SystemParam)]
pub struct Doors<'w, 's> {
    absence: absence::Room<'w>,
    duty: duty::Door<'w, 's>,
    qualification: qualification::Room<'w>,
    incident: incident::Door<'w, 's>,
    estate: estate::Door<'w, 's>,
    escalation: escalation::Door<'w, 's>,
    means: means::Room<'w>,
    paging: paging::Door<'w, 's>,
    access: access::Door<'w, 's>,
    authority: authority::Door<'w, 's>,
    responsibility: responsibility::Door<'w, 's>,
    response: response::Door<'w, 's>,
    contract: contract::Door<'w, 's>,
    vendor: vendor::Door<'w, 's>,
    demand: demand::Door<'w>,
    lead: lead::Door<'w, 's>,
    notice: notice::Door<'w, 's>,
    exposure: exposure::Room<'w>,
    business_calendar: business_calendar::Room<'w>,
    change: change::Door<'w, 's>,
    inject: inject::Door<'w, 's>,
    telemetry: telemetry::Door<'w, 's>,
    choice: choice::Room<'w>,
}
impl<'w> Doors<'w, '_> {
    /// Opens all of them, for as long as the loop runs.
    pub fn open(self) -> Rooms<'w> {
        Rooms {
            absence: self.absence,
            duty: self.duty.open(),
            qualification: self.qualification,
            incident: self.incident.open(),
            estate: self.estate.open(),
            escalation: self.escalation.open(),
            means: self.means,
            paging: self.paging.open(),
            access: self.access.open(),
            authority: self.authority.open(),
            responsibility: self.responsibility.open(),
            response: self.response.open(),
            contract: self.contract.open(),
            vendor: self.vendor.open(),
            demand: self.demand.open(),
            lead: self.lead.open(),
            notice: self.notice.open(),
            exposure: self.exposure,
            business_calendar: self.business_calendar,
            change: self.change.open(),
            inject: self.inject.open(),
            telemetry: self.telemetry.open(),
            choice: self.choice,
        }
    }
}

/// The rooms of all domains.
pub struct Rooms<'w> {
    /// Who is away.
    pub absence: absence::Room<'w>,
    /// Who is on duty.
    pub duty: duty::Room<'w>,
    /// What people hold and know.
    pub qualification: qualification::Room<'w>,
    /// Incidents.
    pub incident: incident::Room<'w>,
    /// Systems.
    pub estate: estate::Room<'w>,
    /// Policies.
    pub escalation: escalation::Room<'w>,
    /// Means of response.
    pub means: means::Room<'w>,
    /// Pages.
    pub paging: paging::Room<'w>,
    /// Access.
    pub access: access::Room<'w>,
    /// Decisions.
    pub authority: authority::Room<'w>,
    /// Who is asked.
    pub responsibility: responsibility::Room<'w>,
    /// Work.
    pub response: response::Room<'w>,
    /// Contracts with providers.
    pub contract: contract::Room<'w>,
    /// Third parties.
    pub vendor: vendor::Room<'w>,
    /// Tickets and projects.
    pub demand: demand::Room<'w>,
    /// Incident leads.
    pub lead: lead::Room<'w>,
    /// Notices.
    pub notice: notice::Room<'w>,
    /// Vulnerability findings.
    pub exposure: exposure::Room<'w>,
    /// Times of the business year.
    pub business_calendar: business_calendar::Room<'w>,
    /// Changes.
    pub change: change::Room<'w>,
    /// Injects.
    pub inject: inject::Room<'w>,
    /// Which telemetry sees.
    pub telemetry: telemetry::Room<'w>,
    /// What the room chooses.
    pub choice: choice::Room<'w>,
}
