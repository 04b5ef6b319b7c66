//! What can be booked to happen to contracts with providers.

use super::{Case, JobNo};
use crate::engine::time::Instant;
use crate::model::ids::{DecisionId, EmployerId, InjectId, SystemId};
use crate::model::roster::HoursId;

/// What happens to contracts with providers.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Contract {
    /// A provider is asked for a response.
    Request { case: Case, employer: EmployerId },
    /// It responds.
    Responds { case: Case, employer: EmployerId },
    /// Work outside its scope is needed.
    Order { case: Case, employer: EmployerId, job: JobNo },
    /// A decision has been taken that change orders may wait for.
    Granted { case: Case, decision: DecisionId },
    /// A change order has come through.
    Ordered { case: Case, employer: EmployerId },
    /// A system that providers need has gone down or come up.
    SystemChanged { system: SystemId },
    /// A contract ends.
    Ends { employer: EmployerId },
    /// Nobody of a provider works for us until then.
    Suspended { employer: EmployerId, until: Instant },
    /// A provider owes us its people again.
    Resumes { employer: EmployerId },
    /// It is owed only in these hours, until then.
    OwedIn { employer: EmployerId, hours: HoursId, until: Instant },
    /// These hours may begin or end now.
    OwedHours { employer: EmployerId, generation: u32 },
    /// It responds otherwise, as this effect of an inject says.
    RespondsAs { employer: EmployerId, inject: InjectId, effect: u32 },
}
