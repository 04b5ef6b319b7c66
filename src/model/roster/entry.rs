//! What a file may say about rosters, on-call rotas, public holidays and changes to them.

use crate::model::absence::entry::WhyEntry;
use crate::model::quantity::{ClockTime, Date, Days, HandOver, Moment, Money, Span, Window};
use crate::text::{Id, choice, entry};

choice! {
    /// When somebody is on shift, or who can be paged outside it.
    pub enum RosterEntry {
        /// Around the clock.
        Always,
        /// The same hours every week.
        Weekly(Vec<ShiftEntry>),
        /// Several weeks in turn; the first begins on the Monday of `from`.
        Weeks {
            /// A day in the first week.
            from: Date,
            /// The shifts of each week.
            weeks: Vec<Vec<ShiftEntry>>
        },
        /// A cycle of days: D day, N night, - off. Member i of a `count` starts i times `step` days later.
        Rotating {
            /// A letter a day.
            cycle: String,
            /// The first day of the cycle.
            from: Date,
            /// Hours of D.
            day: Window,
            /// Hours of N.
            night: Option<Window>,
            /// Days by which each member of a `count` starts later.
            step: u32 = 1
        },
        /// Who can be paged outside their shift, a turn of `weeks` each, handed over at `hand_over`; the first member's turn began in the week of `from`.
        OnCall {
            /// In turn.
            members: Vec<Id>,
            /// When a turn ends and the next begins.
            hand_over: HandOver,
            /// A day in the week of the first member's turn.
            from: Option<Date>,
            /// How long a turn is.
            weeks: u32 = 1,
            /// What whoever is on call is paid a week for being so.
            allowance_per_week: Money = Money(0.0),
            /// What becomes of the turn of somebody who is away.
            cover: CoverEntry = CoverEntry::Next { sick_after: Span::hours(4) }
        },
        /// The same in another time zone.
        Zoned(String, Box<RosterEntry>),
    }
}
choice! {
    /// What becomes of the turn on call of somebody who is away.
    pub enum CoverEntry {
        /// The next member who is there takes it: from its beginning when the absence was planned, once a sickness has lasted so long.
        Next {
            /// How long it takes until somebody takes over from the sick.
            sick_after: Span = Span::hours(4)
        },
        /// The next member who is there takes it when the absence was planned; sickness is not covered.
        WhenPlanned,
        /// Theirs it stays.
        Nobody,
    }
}
entry! {
    /// Hours on some days of the week; a window that ends before it begins runs over midnight.
    pub struct ShiftEntry {
        /// "Mon-Fri", "Sat,Sun", "daily".
        days: Days,
        /// "08:30".
        from: ClockTime,
        /// "17:30"; "24:00" is the end of the day.
        to: ClockTime,
    }
}
entry! {
    /// Days on which shifts that begin on them do not take place, and that are no working days for the notices that count them.
    pub struct HolidayEntry {
        /// "2026-05-25".
        days: Vec<Date>,
        /// The rosters they thin; on-call rotas go on.
        rosters: Vec<Id> = Vec::new(),
    }
}
choice! {
    /// A change to the roster of some people for a while.
    pub enum OverrideEntry {
        /// They work in addition; on `rota`, they can be paged in addition.
        Add {
            /// Who.
            people: Vec<Id>,
            /// From when.
            from: Moment,
            /// Until when.
            to: Moment,
            /// The rota, when they can be paged rather than work.
            rota: Option<Id>
        },
        /// They do not work and cannot be paged on call.
        Remove {
            /// Who.
            people: Vec<Id>,
            /// From when.
            from: Moment,
            /// Until when.
            to: Moment
        },
        /// They are away: no shift, no turn, no call-out; the law of `reach.absent` says whether they answer at all.
        Away {
            /// Who.
            people: Vec<Id>,
            /// From when.
            from: Moment,
            /// Until when.
            to: Moment,
            /// Why.
            why: WhyEntry = WhyEntry::Leave
        },
        /// `by` takes over the shifts and turns on call of `person`.
        Replace {
            /// Whose.
            person: Id,
            /// Who instead.
            by: Id,
            /// From when.
            from: Moment,
            /// Until when.
            to: Moment
        },
    }
}
