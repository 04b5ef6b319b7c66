//! Declaring what a scenario can say: `entry!` for named fields and `choice!`
//! for alternatives. Both make the type and its [`Read`](super::Read).

mod fields;
mod variant;

pub use fields::Fields;
pub use variant::Choice;

/// The name of a field without the `r#` of a raw identifier.
pub const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Declares one struct whose fields stand in `( … )`. A field is required unless
/// it has a default (`count: u32 = 1`) or its type may be absent (`Option`,
/// `Dict`). All fields are public; `place` says where the struct is written.
/// An extra field `source` states the provenance of the whole struct.
macro_rules! entry {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $Type:ty $(= $default:expr)? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $Name {
            $( $(#[$field_meta])* pub $field: $Type, )*
            /// Where it is written.
            #[allow(dead_code, reason = "not every check looks at it")]
            pub place: $crate::text::Place,
        }

        impl $Name {
            /// The names of all fields, as written in a scenario.
            pub const FIELDS: &'static [&'static str] =
                &[$( $crate::text::entry::plain(stringify!($field)) ),*];
        }

        impl $crate::text::Read for $Name {
            fn read(
                node: &$crate::text::Node,
                problems: &mut $crate::text::Problems,
            ) -> Option<Self> {
                #[allow(unused_mut)]
                let mut fields =
                    $crate::text::Fields::of_entry(node, stringify!($Name), Self::FIELDS, problems)?;
                $( let $field = $crate::text::entry::entry!(
                    @field fields, problems, $field, $Type $(, $default)?
                ); )*
                fields.finish()?;
                Some($Name { $( $field: $field?, )* place: node.place })
            }

            fn expected() -> String {
                $crate::text::Fields::expected(stringify!($Name), Self::FIELDS)
            }
        }
    };
    (@field $fields:ident, $problems:ident, $field:ident, $Type:ty) => {
        $fields.required::<$Type>($crate::text::entry::plain(stringify!($field)), $problems)
    };
    (@field $fields:ident, $problems:ident, $field:ident, $Type:ty, $default:expr) => {
        $fields.optional::<$Type>(
            $crate::text::entry::plain(stringify!($field)),
            || $default,
            $problems,
        )
    };
}

/// Declares one enum whose variants are written `Finish`, `HandOver(cost: …)` or
/// `Pert(…, …)`. Fields of variants have defaults as in `entry!`.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident {
            $(
                $(#[$variant_meta:meta])*
                $Variant:ident
                $( ( $($Part:ty),+ $(,)? ) )?
                $( { $( $(#[$field_meta:meta])* $field:ident : $Type:ty $(= $default:expr)? ),* $(,)? } )?
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis enum $Name {
            $(
                $(#[$variant_meta])*
                $Variant
                $( ( $($Part),+ ) )?
                $( { $( $(#[$field_meta])* $field: $Type ),* } )?
            ),+
        }

        impl $Name {
            /// The names of all variants, as written in a scenario.
            pub const VARIANTS: &'static [&'static str] = &[$( stringify!($Variant) ),+];
        }

        impl $crate::text::Read for $Name {
            fn read(
                node: &$crate::text::Node,
                problems: &mut $crate::text::Problems,
            ) -> Option<Self> {
                let choice = $crate::text::Choice::of(node, stringify!($Name), Self::VARIANTS, problems)?;
                $(
                    if choice.is(stringify!($Variant)) {
                        return $crate::text::entry::choice!(
                            @read choice, problems, $Variant
                            $( ( $($Part),+ ) )?
                            $( { $( $field : $Type $(= $default)? ),* } )?
                        );
                    }
                )+
                choice.unknown(problems);
                None
            }

            fn expected() -> String {
                $crate::text::Choice::expected(Self::VARIANTS)
            }
        }
    };
    (@read $choice:ident, $problems:ident, $Variant:ident) => {
        $choice.nothing($problems).map(|()| Self::$Variant)
    };
    (@read $choice:ident, $problems:ident, $Variant:ident ($A:ty)) => {{
        let [a] = $choice.parts(&[<$A as $crate::text::Read>::expected], $problems)?;
        Some(Self::$Variant($crate::text::read::<$A>(a, $problems)?))
    }};
    (@read $choice:ident, $problems:ident, $Variant:ident ($A:ty, $B:ty)) => {{
        let [a, b] = $choice.parts(
            &[<$A as $crate::text::Read>::expected, <$B as $crate::text::Read>::expected],
            $problems,
        )?;
        let a = $crate::text::read::<$A>(a, $problems);
        let b = $crate::text::read::<$B>(b, $problems);
        Some(Self::$Variant(a?, b?))
    }};
    (@read $choice:ident, $problems:ident, $Variant:ident ($A:ty, $B:ty, $C:ty)) => {{
        let [a, b, c] = $choice.parts(
            &[
                <$A as $crate::text::Read>::expected,
                <$B as $crate::text::Read>::expected,
                <$C as $crate::text::Read>::expected,
            ],
            $problems,
        )?;
        let a = $crate::text::read::<$A>(a, $problems);
        let b = $crate::text::read::<$B>(b, $problems);
        let c = $crate::text::read::<$C>(c, $problems);
        Some(Self::$Variant(a?, b?, c?))
    }};
    (@read $choice:ident, $problems:ident, $Variant:ident ($A:ty, $B:ty, $C:ty, $D:ty)) => {{
        let [a, b, c, d] = $choice.parts(
            &[
                <$A as $crate::text::Read>::expected,
                <$B as $crate::text::Read>::expected,
                <$C as $crate::text::Read>::expected,
                <$D as $crate::text::Read>::expected,
            ],
            $problems,
        )?;
        let a = $crate::text::read::<$A>(a, $problems);
        let b = $crate::text::read::<$B>(b, $problems);
        let c = $crate::text::read::<$C>(c, $problems);
        let d = $crate::text::read::<$D>(d, $problems);
        Some(Self::$Variant(a?, b?, c?, d?))
    }};
    (
        @read $choice:ident, $problems:ident, $Variant:ident
        { $( $field:ident : $Type:ty $(= $default:expr)? ),* }
    ) => {{
        #[allow(unused_mut)]
        let mut fields = $choice.fields(
            &[$( $crate::text::entry::plain(stringify!($field)) ),*],
            $problems,
        )?;
        $( let $field = $crate::text::entry::entry!(
            @field fields, $problems, $field, $Type $(, $default)?
        ); )*
        fields.finish()?;
        Some(Self::$Variant { $( $field: $field? ),* })
    }};
}

pub(crate) use choice;
pub(crate) use entry;

#[cfg(test)]
mod tests {
    use crate::text::{Dict, Id, OneOrMore, Placed, Problems, Read, Sources, count_values, parse, provenance, read, render};

    entry! {
        /// One person, or `count` alike.
        struct PersonEntry {
            /// Shown in reports.
            name: Option<String>,
            count: u32 = 1,
            team: Id,
            skills: Dict<Level>,
            r#type: Placed<bool> = true.into(),
            end: AtShiftEnd = AtShiftEnd::Finish,
            pair: Option<(f64, Box<u64>)>,
            page: Option<OneOrMore<Id>>,
        }
    }
    choice! {
        /// How well.
        #[derive(Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Level { Basic, Expert }
    }
    choice! {
        #[derive(PartialEq)]
        pub(crate) enum AtShiftEnd {
            Finish,
            HandOver { cost: f64 },
            Pert(f64, f64, f64),
            Weekly(Vec<String>),
            Exponential { mean: f64 = 2.0, r#type: Option<bool> },
        }
    }
    entry! {
        #[derive(PartialEq)]
        struct Nothing {}
    }

    fn reading<T: Read>(text: &str) -> Result<T, String> {
        let mut sources = Sources::default();
        let file = sources.add("a.ron".into(), format!("(x: {text})"));
        let mut problems = Problems::new();
        let root = parse(&sources, file, &mut problems).expect("a good text");
        let value = root.field("x").and_then(|node| read::<T>(node, &mut problems));
        assert_eq!(value.is_none(), !problems.is_empty(), "{text}");
        value.ok_or_else(|| render(&problems, &sources, false))
    }

    /// All titles, labels and helps in the order of the text.
    fn said<T: Read>(text: &str) -> String {
        let shown = reading::<T>(text).err().unwrap_or_default();
        let kept = shown.lines().filter(|line| line.contains("error:") || line.contains('^') || line.contains("help"));
        kept.map(|line| line.trim_matches([' ', '|', '=', '^'])).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn fields_that_are_not_given_take_their_defaults() {
        let ana = reading::<PersonEntry>("(team: \"ops\")").expect("good");
        assert_eq!((ana.name, ana.count, ana.team.as_ref()), (None, 1, "ops"));
        assert!(ana.skills.is_empty() && *ana.r#type && ana.pair.is_none() && ana.page.is_none());
        assert_eq!((ana.end, ana.place.start), (AtShiftEnd::Finish, 4));
        assert!(reading::<Nothing>("()").is_ok());
        assert_eq!(PersonEntry::FIELDS[4], "type");
    }

    #[test]
    fn every_field_can_be_given() {
        let text = "(name: Some(\"Ana\"), count: 3, team: \"ops\", skills: {\"z\": Expert, \"a\": Basic}, type: false, end: Pert(1, 2, 3), pair: (1.5, 7), page: [\"a\", \"b\"])";
        let ana = reading::<PersonEntry>(text).expect("good");
        assert_eq!((ana.name.as_deref(), ana.count), (Some("Ana"), 3));
        let skills: Vec<_> = ana.skills.iter().map(|(id, level)| (id.to_string(), *level)).collect();
        assert_eq!(skills, [("z".to_string(), Level::Expert), ("a".to_string(), Level::Basic)]);
        assert_eq!(ana.skills.get("a"), Some(&Level::Basic));
        assert_eq!(ana.skills.ids().next().map(|id| id.as_ref()), Some("z"));
        assert!(!ana.r#type.value && ana.r#type.place.start > 0);
        assert_eq!((ana.end, ana.pair), (AtShiftEnd::Pert(1.0, 2.0, 3.0), Some((1.5, Box::new(7)))));
        assert_eq!(ana.page.map(|page| page.len()), Some(2));
        assert!(reading::<PersonEntry>("(name: None, team: \"o\", page: \"x\")").is_ok());
    }

    #[test]
    fn all_mistakes_of_a_struct_are_reported() {
        assert_eq!(
            said::<PersonEntry>("(cuont: 2, zzz: 1, name: 5, skills: {\"a b\": Expret})"),
            "error: missing field `team`\na person needs `team`: a name as text in quotes\n\
             error: unknown field `cuont`\nnot a field of a person\nhelp: did you mean `count`?\n\
             error: unknown field `zzz`\nnot a field of a person\nhelp: its fields are `name`, `count`, `team`, `skills`, `type`, `end`, `pair` and `page`\n\
             error: expected text in quotes\nthis is the number 5\nhelp: text is put in quotes: \"5\"\n\
             error: a space cannot stand in a name\na name has letters a-z and A-Z, digits, `-` and `_` only\nhelp: for example \"a-b\"\n\
             error: unknown level `Expret`\nexpected one of `Basic` or `Expert`\nhelp: did you mean `Expert`?"
        );
        assert_eq!(said::<PersonEntry>("(taem: \"x\")").matches("error").count(), 1);
        assert!(said::<PersonEntry>("Person(team: \"x\")").contains("unexpected name `Person`"));
        assert!(said::<PersonEntry>("{\"team\": 1}").contains("named fields stand in round brackets"));
    }

    #[test]
    fn every_form_of_an_alternative_is_read() {
        for (text, value) in [
            ("Finish", AtShiftEnd::Finish),
            ("Finish()", AtShiftEnd::Finish),
            ("HandOver(cost: 5)", AtShiftEnd::HandOver { cost: 5.0 }),
            ("Weekly([\"a\"])", AtShiftEnd::Weekly(vec!["a".into()])),
            ("Exponential", AtShiftEnd::Exponential { mean: 2.0, r#type: None }),
            ("Exponential()", AtShiftEnd::Exponential { mean: 2.0, r#type: None }),
            ("Exponential(type: true)", AtShiftEnd::Exponential { mean: 2.0, r#type: Some(true) }),
            ("(value: Finish, source: Contract(\"x\"))", AtShiftEnd::Finish),
        ] {
            assert_eq!(reading::<AtShiftEnd>(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_wrong_alternative_is_explained() {
        for (text, words) in [
            ("finish", "did you mean `Finish`?"),
            ("\"finish\"", "write Finish without quotes"),
            ("Gone", "expected one of `Finish`, `HandOver`, `Pert`, `Weekly` or `Exponential`"),
            ("Finish(1)", "`Finish` takes no values"),
            ("HandOver", "missing field `cost`"),
            ("HandOver(5)", "write HandOver(cost: …)"),
            ("HandOver(csot: 5)", "not a field of `HandOver`"),
            ("Pert(1, 2)", "write Pert(a number, a number, a number)"),
            ("Pert", "`Pert` takes 3 values"),
            ("Weekly(\"a\", \"b\")", "several values in one are a list"),
            ("Weekly(a: 1)", "write two brackets"),
            ("5", "this is the number 5"),
        ] {
            let said = said::<AtShiftEnd>(text);
            assert!(said.contains(words), "{text}: {said}");
        }
        assert_eq!(said::<AtShiftEnd>("Pert(a, \"2\", x)").matches("error").count(), 3);
    }

    #[test]
    fn whole_numbers_are_whole_and_not_negative() {
        for text in ["-1", "1.5", "4294967296", "\"3\"", "1e300"] {
            assert!(reading::<u32>(text).is_err(), "{text}");
        }
        assert_eq!(reading::<u64>("9007199254740992"), Ok(1 << 53));
        assert!(said::<u32>("\"3\"").contains("write 3 without quotes"));
        assert!(said::<bool>("yes").contains("write true"));
        assert!(said::<Vec<f64>>("3").contains("square brackets"));
        assert!(said::<(f64, f64)>("(1, 2, 3)").contains("there are 3 instead of 2 values"));
        assert!(said::<String>("blue").contains("\"blue\""));
        assert!(said::<Dict<f64>>("(a: 1)").contains("names in quotes"));
        assert!(said::<OneOrMore<Id>>("[]").contains("this list is empty"));
    }

    #[test]
    fn names_are_short_and_plain() {
        for text in ["\"\"", "\"a b\"", "\"ä\"", "\"a.b\"", "5"] {
            assert!(reading::<Id>(text).is_err(), "{text}");
        }
        assert!(reading::<Id>(&format!("\"{}\"", "a".repeat(80))).is_ok());
        assert!(reading::<Id>(&format!("\"{}\"", "a".repeat(81))).is_err());
        let many: String = (0..20_001).map(|at| format!("\"a{at}\": 1,")).collect();
        assert!(said::<Dict<f64>>(&format!("{{{many}}}")).contains("too many entries"));
    }

    #[test]
    fn provenance_is_read_through_and_listed() {
        let text = "(team: (value: \"ops\", source: Measured(\"log\")), count: 3, skills: {\"a\": (source: Assumed(\"?\"), value: Expert)}, source: Estimated(\"Ana\"))";
        assert!(reading::<PersonEntry>(text).is_ok());
        let mut sources = Sources::default();
        let file = sources.add("a".into(), format!("(x: {text}, list: [1, (value: 2, source: Contract(\"c\"))])"));
        let root = parse(&sources, file, &mut Problems::new()).expect("good");
        let listed: Vec<_> = provenance(&root).iter().map(|p| format!("{} {} {} {}", p.path, p.kind, p.text, p.covers)).collect();
        assert_eq!(listed, ["x Estimated Ana 1", "x.team Measured log 1", "x.skills.a Assumed ? 1", "list[1] Contract c 1"]);
        assert_eq!(count_values(&root), 5);
    }

    #[test]
    fn a_malformed_source_is_a_mistake() {
        for text in [
            "(value: 3, source: \"log\")",
            "(value: 3, source: Mesured(\"log\"))",
            "(value: 3, source: Measured)",
            "(value: 3, source: Measured(3))",
        ] {
            assert!(said::<f64>(text).contains("where the value comes from"), "{text}");
        }
        assert!(said::<f64>("(value: 3, source: Mesured(\"log\"))").contains("did you mean `Measured`?"));
        assert!(said::<PersonEntry>("(team: \"a\", source: 3)").contains("comes from"));
    }
}
