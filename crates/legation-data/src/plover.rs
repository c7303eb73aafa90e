//! The closed codes of PLOVER 2.0: event types, quad classes, actor sectors.

/// Declares a closed code with its printed names.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code as PLOVER prints it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The code of that name; `None` for a name that PLOVER does not have.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// The sixteen event types.
    EventType {
        /// Agree to, offer or promise to cooperate.
        Agree = "AGREE",
        /// Meet, visit, confer.
        Consult = "CONSULT",
        /// Support, recognise, sign or ratify.
        Support = "SUPPORT",
        /// Give way in words.
        Concede = "CONCEDE",
        /// Cooperate materially, to both sides' good.
        Cooperate = "COOPERATE",
        /// Provide material aid.
        Aid = "AID",
        /// Give way in deeds.
        Retreat = "RETREAT",
        /// Request, demand, order.
        Request = "REQUEST",
        /// Disapprove, accuse, investigate.
        Accuse = "ACCUSE",
        /// Reject, refuse.
        Reject = "REJECT",
        /// Threaten.
        Threaten = "THREATEN",
        /// Protest collectively.
        Protest = "PROTEST",
        /// Reduce relations.
        Sanction = "SANCTION",
        /// Move forces, short of using them.
        Mobilize = "MOBILIZE",
        /// Repress, restrict, arrest.
        Coerce = "COERCE",
        /// Use physical force.
        Assault = "ASSAULT",
    }
}

codes! {
    /// Sectors of actors (PLOVER manual, chapter 5).
    Sector {
        /// Government.
        Gov = "GOV",
        /// Military.
        Mil = "MIL",
        /// Rebels.
        Reb = "REB",
        /// Opposition: parties and figures out of government.
        Opp = "OPP",
        /// Political parties.
        Pty = "PTY",
        /// Judiciary.
        Jud = "JUD",
        /// Legislature.
        Leg = "LEG",
        /// Intelligence services.
        Spy = "SPY",
        /// Police and other security forces.
        Cop = "COP",
        /// Pro-government militias.
        Prm = "PRM",
        /// Media.
        Jrn = "JRN",
        /// Business.
        Bus = "BUS",
        /// Civilians.
        Cvl = "CVL",
        /// Civil society, NGOs, social groups.
        Soc = "SOC",
        /// Education.
        Edu = "EDU",
        /// Labour.
        Lab = "LAB",
        /// Elites: former officials, celebrities.
        Eli = "ELI",
        /// Criminals.
        Crm = "CRM",
        /// Medicine.
        Med = "MED",
        /// Refugees.
        Ref = "REF",
        /// Agriculture.
        Agr = "AGR",
        /// Unidentified armed force.
        Uaf = "UAF",
        /// Religious.
        Rel = "REL",
        /// Partially recognised entities.
        Pre = "PRE",
        /// Unspecified.
        Unk = "UNK",
    }
}

/// The four quadrants of verbal and material, cooperation and conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1.
    VerbalCooperation,
    /// 2.
    MaterialCooperation,
    /// 3.
    VerbalConflict,
    /// 4.
    MaterialConflict,
}

impl Quad {
    /// PLOVER's number, 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Quad::VerbalCooperation => 1,
            Quad::MaterialCooperation => 2,
            Quad::VerbalConflict => 3,
            Quad::MaterialConflict => 4,
        }
    }
}

impl EventType {
    /// The quadrant the type lies in.
    pub fn quad(self) -> Quad {
        match self {
            EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => {
                Quad::VerbalCooperation
            }
            EventType::Cooperate | EventType::Aid | EventType::Retreat => Quad::MaterialCooperation,
            EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
                Quad::VerbalConflict
            }
            EventType::Protest
            | EventType::Sanction
            | EventType::Mobilize
            | EventType::Coerce
            | EventType::Assault => Quad::MaterialConflict,
        }
    }
}

/// The modes of a type in PLOVER 2.0 (table 2.2 of the manual); none for types without.
pub fn modes(event: EventType) -> &'static [&'static str] {
    match event {
        EventType::Agree
        | EventType::Support
        | EventType::Concede
        | EventType::Cooperate
        | EventType::Aid => &[],
        EventType::Consult => &["visit", "third-party", "multilateral", "phone"],
        EventType::Retreat => &["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
        EventType::Request | EventType::Reject => &["assist", "change", "yield", "meet"],
        EventType::Accuse => &["disapprove", "investigate", "allege"],
        EventType::Threaten => {
            &["restrict", "arrest", "relations", "expel", "territory", "violence"]
        }
        EventType::Protest => {
            &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]
        }
        EventType::Sanction => &["convict", "expel", "withdraw", "discontinue"],
        EventType::Mobilize => &["troops", "weapons", "police", "militia"],
        EventType::Coerce => &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
        EventType::Assault => &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    }
}
