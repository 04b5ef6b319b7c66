//! What a file may say about injects: what the room is told, when, and what it does.

use crate::engine::chance::Dist;
use crate::model::incident::entry::Severity;
use crate::model::quantity::{Moment, Positive, Share, Span};
use crate::text::{Id, Node, OneOrMore, Problems, Read, Value, choice, entry, read};

entry! {
    /// A scripted change during an incident.
    pub struct InjectEntry {
        /// What the room is told.
        says: String,
        /// The instant at which it comes: so long after the first harm of an incident, or by the clock.
        at: Option<At>,
        /// The state of an incident in which it comes instead.
        when: Option<StateEntry>,
        /// How long after that.
        after: Option<Dist>,
        /// In which share of the incidents in which it would come it does.
        chance: Share = Share(1.0),
        /// How often it may come in one incident: once, unless said otherwise.
        times: Option<u32>,
        /// The incidents that it belongs to; all of them when not said.
        r#for: Vec<Id> = Vec::new(),
        /// The facilitator of an exercise has it in hand; no study plays it.
        held_back: bool = false,
        /// What it does. Without it the room is told, and no more.
        effect: Option<OneOrMore<EffectEntry>>,
    }
}

/// When an inject comes by the clock.
#[derive(Clone, Debug)]
pub enum At {
    /// So long after the first harm of an incident.
    After(Span),
    /// At this moment.
    On(Moment),
}
impl Read for At {
    fn read(node: &Node, problems: &mut Problems) -> Option<At> {
        let Value::Text(text) = &node.value else { return read::<Moment>(node, problems).map(At::On) };
        match text.trim().strip_prefix('+') {
            Some(span) => {
                let node = Node { place: node.place, value: Value::Text(span.trim().into()) };
                read::<Span>(&node, problems).map(At::After)
            }
            None => read::<Moment>(node, problems).map(At::On),
        }
    }
    fn expected() -> String {
        "text like \"+1h\", after the first harm of an incident, or a moment like \"2026-03-07T02:14\"".into()
    }
}
choice! {
    /// What an incident must have come to.
    pub enum StateEntry {
        /// It begins.
        Began,
        /// The first harm.
        Occurred,
        /// The attack reaches this stage.
        Stage(Id),
        /// An alert reaches a queue or a policy.
        Alerted,
        /// Nobody has answered for so long since the first alert.
        Unanswered(Positive),
        /// An escalation policy has run out of steps.
        Silent,
        /// Somebody has answered.
        Acknowledged,
        /// Somebody has concluded that it is an incident.
        Aware,
        /// A major incident is declared.
        Declared,
        /// Nobody leads it.
        Leaderless,
        /// One who may do it and one who may decide are both engaged.
        Escalated,
        /// It can do no further harm.
        Contained,
        /// Every hit system is back.
        Recovered,
        /// The service of this system is lost because of it.
        SystemDown(Id),
        /// So many systems have been lost because of it.
        SystemsDown(u32),
        /// Work on this task starts, for whatever system.
        TaskStarted(Id),
        /// Work on this task starts for this system.
        TaskStartedFor(Id, Id),
        /// This task is done, for whatever system.
        TaskDone(Id),
        /// This task is done for this system.
        TaskDoneFor(Id, Id),
        /// An attempt at this task fails.
        TaskFailed(Id),
        /// This decision is asked for.
        Asked(Id),
        /// This decision is taken.
        Approved(Id),
        /// Somebody refuses it.
        Refused(Id),
        /// This notice is sent.
        NoticeSent(Id),
        /// The deadline of this notice passes without it.
        NoticeMissed(Id),
        /// Another inject has come.
        Injected(Id),
    }
}
choice! {
    /// What an inject does.
    pub enum EffectEntry {
        /// They are away.
        Absent {
            /// Who, by person, role, team or employer.
            person: OneOrMore<Id>,
            /// For so long.
            lasts: Dist,
        },
        /// They lose a grant, for good or for so long.
        GrantLost {
            /// Who.
            person: OneOrMore<Id>,
            /// Which.
            grant: Id,
            /// For good, when not said.
            lasts: Option<Dist>,
        },
        /// They are given a grant, for good or for so long.
        GrantGiven {
            /// Who.
            person: OneOrMore<Id>,
            /// Which.
            grant: Id,
            /// For good, when not said.
            lasts: Option<Dist>,
        },
        /// The copies of these systems are found bad: all of them but those off line, or the newest so many.
        CopiesLost {
            /// Which systems.
            system: OneOrMore<Id>,
            /// So many of the newest; all, when not said.
            copies: Option<u32>,
        },
        /// These systems are down for so long, whatever is done about it here.
        Down {
            /// Which systems.
            system: OneOrMore<Id>,
            /// For so long.
            lasts: Dist,
        },
        /// These sources of telemetry see nothing, for good or for so long.
        Blind {
            /// Which sources.
            telemetry: OneOrMore<Id>,
            /// For good, when not said.
            lasts: Option<Dist>,
        },
        /// A third party cannot come or begin anything for so long.
        VendorAway {
            /// Which.
            vendor: Id,
            /// For so long.
            lasts: Dist,
        },
        /// A decision that has been taken is questioned: those who took it are asked again.
        Challenged(Id),
        /// Somebody calls, and costs people their time: the lead's, when not said.
        Call {
            /// Whose.
            person: Option<OneOrMore<Id>>,
            /// So much.
            takes: Dist,
        },
        /// It is as bad as this in truth; triage that is still to come finds that out or not.
        Severity(Severity),
        /// From now on people take it for as bad as this.
        Assessed(Severity),
        /// They come in and work for so long, whatever their roster says.
        OnShift {
            /// Who, by person, role, team or employer.
            person: OneOrMore<Id>,
            /// For so long.
            lasts: Dist,
        },
        /// They have time off for so long: no shift and no turn on call, but they may be called out.
        OffShift {
            /// Who.
            person: OneOrMore<Id>,
            /// For so long.
            lasts: Dist,
        },
        /// They take the turns of an on-call rota for so long, in place of whoever has them.
        OnCall {
            /// Who.
            person: OneOrMore<Id>,
            /// Whose turns.
            rota: Id,
            /// For so long.
            lasts: Dist,
        },
        /// Nobody can be paged on this rota for so long.
        NobodyOnCall {
            /// Which.
            rota: Id,
            /// For so long.
            lasts: Dist,
        },
        /// Nobody of a provider works or answers for so long; its contract is at an end, when not said.
        Suspended {
            /// Which.
            provider: Id,
            /// For good, when not said.
            lasts: Option<Dist>,
        },
        /// A provider is owed in the hours of this roster only.
        OwedIn {
            /// Which.
            provider: Id,
            /// The roster of these hours.
            hours: Id,
            /// For good, when not said.
            lasts: Option<Dist>,
        },
        /// From now on a provider that is asked responds after so long.
        RespondsAfter {
            /// Which.
            provider: Id,
            /// So long.
            takes: Dist,
        },
        /// Another incident begins.
        NewIncident(Id),
    }
}
