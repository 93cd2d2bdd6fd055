//! Screens: wall displays and read-only links, which show a part of what there is and can do nothing.
//!
//! Owns what a screen shows (`ScreenView`), how it is paired, and the picture that it is sent (`wall`). A screen has no
//! account and no role: what it may see follows from its view alone, by [`ScreenView::rights`], which knows one verb.

pub mod wall;

use say::{Language, screen_view as words};
use serde::{Deserialize, Serialize};

use crate::deployment::DAY_MIN;
use crate::error::FieldError;
use crate::id::{RoleName, UserName};
use crate::policy::{Actor, Limits, Pattern, Right, Rights, Verb, Verbs};

/// Signs of a pairing's code: none that is taken for another (no 0 and O, no 1, I and L, no U and V).
pub const CODE_SIGNS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTWXYZ";
/// How many signs a code has.
pub const CODE_LENGTH: usize = 8;
/// The most patterns in a view, of clusters and of apps each.
pub const MOST_PATTERNS: usize = 20;
/// The longest name of a screen, in signs.
pub const LONGEST_NAME: usize = 60;
/// The longest that a read-only link lasts, in days.
pub const LONGEST_LINK_DAYS: u32 = 30;
/// From how far a screen may be read, in metres.
pub const DISTANCES_M: std::ops::RangeInclusive<u8> = 1..=6;

/// What a screen shows, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenView {
    /// The clusters, by patterns.
    pub clusters: Vec<Pattern>,
    /// The apps, by patterns. `*` is also what belongs to no app.
    pub apps: Vec<Pattern>,
    /// Dark or light.
    #[serde(default)]
    pub theme: Theme,
    /// From how far it is read, in metres: the smallest text is readable from there on a screen of 55 inches.
    pub distance_m: u8,
    /// In which language; absent: the display's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// When it is dimmed; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dim: Option<Dim>,
}

/// How light the ground is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// For dim rooms, and those that nobody sits right before.
    #[default]
    Dark,
    /// For bright rooms.
    Light,
    /// As the display's own system says.
    System,
}

/// The part of the day in which a screen is dimmed, in minutes since midnight of the display's own time. It may go over
/// midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Dim {
    /// From when on.
    pub from_min: u16,
    /// Until when.
    pub until_min: u16,
}

impl Dim {
    /// Whether it is dimmed at this minute of the day.
    pub fn is_at(self, minute: u16) -> bool {
        if self.from_min <= self.until_min {
            (self.from_min..self.until_min).contains(&minute)
        } else {
            minute >= self.from_min || minute < self.until_min
        }
    }
}

impl Default for ScreenView {
    fn default() -> Self {
        Self {
            clusters: vec![Pattern::all()],
            apps: vec![Pattern::all()],
            theme: Theme::Dark,
            distance_m: 3,
            language: None,
            dim: None,
        }
    }
}

impl ScreenView {
    /// What is wrong with it, by member.
    pub fn check(&self) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        let mut says = |field: &str, message: String| {
            wrong.push(FieldError { field: field.to_owned(), message });
        };
        let is_wrong = |patterns: &[Pattern]| !(1..=MOST_PATTERNS).contains(&patterns.len());
        if is_wrong(&self.clusters) {
            says("clusters", words::clusters(&MOST_PATTERNS));
        }
        if is_wrong(&self.apps) {
            says("apps", words::apps(&MOST_PATTERNS));
        }
        if !DISTANCES_M.contains(&self.distance_m) {
            says("distance_m", words::distance(DISTANCES_M.start(), DISTANCES_M.end()));
        }
        if self.dim.is_some_and(|dim| u32::from(dim.from_min.max(dim.until_min)) >= DAY_MIN) {
            says("dim", words::dim(&(DAY_MIN - 1)));
        }
        wrong
    }

    /// All that whoever has this view may do: see it. There is no other way to the rights of a screen.
    pub fn rights(&self) -> Rights {
        let right = |(cluster, apps): (&Pattern, &Pattern)| Right {
            role: RoleName::fixed("screen"),
            verbs: Verbs::of(&[Verb::View]),
            cluster: cluster.clone(),
            apps: apps.clone(),
            limits: Limits::NONE,
        };
        let pairs =
            self.clusters.iter().flat_map(|cluster| self.apps.iter().map(move |apps| (cluster, apps)));
        pairs.map(right).collect::<Vec<_>>().into()
    }

    /// As the policy knows whoever has this view.
    pub fn actor(&self) -> Actor {
        Actor { name: UserName::fixed("screen"), rights: self.rights() }
    }

    /// What it shows, in words: "all apps", "web-*, checkout of cluster north".
    pub fn words(&self) -> String {
        let listed =
            |patterns: &[Pattern]| patterns.iter().map(Pattern::to_string).collect::<Vec<_>>().join(", ");
        let is_all = |patterns: &[Pattern]| patterns.iter().any(Pattern::is_all);
        let count = self.clusters.len();
        match (is_all(&self.apps), is_all(&self.clusters)) {
            (true, true) => words::all_apps().to_owned(),
            (true, false) => words::all_apps_of(count, &listed(&self.clusters)),
            (false, true) => listed(&self.apps),
            (false, false) => words::apps_of(count, &listed(&self.apps), &listed(&self.clusters)),
        }
    }
}

/// What is wrong with the name of a screen, if anything is.
pub fn wrong_name(name: &str) -> Option<String> {
    let length = name.chars().count();
    let is_text = !name.chars().any(char::is_control) && name.trim() == name;
    (!is_text || !(1..=LONGEST_NAME).contains(&length)).then(|| words::name(&LONGEST_NAME))
}

/// A code as it was typed, in the form in which it is stored; nothing if it has none.
pub fn code(text: &str) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '-'))
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    let fits = code.len() == CODE_LENGTH && code.bytes().all(|sign| CODE_SIGNS.contains(&sign));
    fits.then_some(code)
}

/// A code as people read it: "ABCD-EFGH".
pub fn spaced(code: &str) -> String {
    match code.split_at_checked(CODE_LENGTH / 2) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

/// Which of the two forms it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A display that was paired by a code.
    Display,
    /// A link for a person, which opens in one browser.
    Link,
}

/// A screen, as those see it who manage them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScreenRow {
    /// Names it.
    pub id: String,
    /// Which form it is.
    pub kind: Kind,
    /// What people call it.
    pub name: String,
    /// What it shows.
    pub view: ScreenView,
    /// Who confirmed or made it.
    pub created_by: String,
    /// When.
    pub created_ms: u64,
    /// When it looked last; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_ms: Option<u64>,
    /// From where that was, as a network address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen_from: String,
    /// When it ends by itself, used or not; absent: never, if it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<u64>,
    /// Whether a browser has it: a link that nobody opened yet is in none.
    pub is_open: bool,
}

/// What a display that wants to be paired shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// The code that an administrator types; empty once somebody has.
    pub code: String,
    /// Where they type it: an address of this server.
    pub url: String,
    /// The same with the code, as the path of a picture to be read by a camera, in squares of 1.
    pub qr_path: String,
    /// How many squares the picture is wide and high, with its margin.
    pub qr_size: u32,
    /// When the code ends.
    pub expires_ms: u64,
    /// The server's time.
    pub now_ms: u64,
}

/// Whether a display was paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PairingState {
    /// Nobody has confirmed its code yet.
    Waiting,
    /// It is a screen now.
    Paired,
}

/// Whether a display was paired, as it asks itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairingNow {
    /// Whether it was.
    pub state: PairingState,
}

/// Who shows a code, for whoever is about to confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairingAsked {
    /// From which address it was asked for.
    pub from: String,
    /// By which browser, in its own words.
    pub user_agent: String,
    /// When.
    pub asked_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
}

/// Confirms a code: the display that shows it becomes this screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPairing {
    /// What people call it.
    pub name: String,
    /// What it shows.
    pub view: ScreenView,
}

/// Changes a screen. What is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchScreen {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<ScreenView>,
}

/// Makes a read-only link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// Whom it is for.
    pub name: String,
    /// What it shows.
    pub view: ScreenView,
    /// For how many days, 1 to 30.
    pub days: u32,
}

/// A link just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedLink {
    /// The link.
    pub screen: ScreenRow,
    /// Its address, with the secret behind the `#`: shown here and nowhere else. It opens once, in one browser.
    pub link: String,
}

/// Opens a read-only link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenLink {
    /// What stands behind the `#` of its address.
    pub secret: String,
}

/// What a screen is told of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScreenSelf {
    /// What people call it.
    pub name: String,
    /// Which form it is.
    pub kind: Kind,
    /// What it shows.
    pub view: ScreenView,
    /// When it ends by itself; absent: never, if it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<u64>,
    /// Which page the server has: another one than it runs is a reason to load it again.
    pub build: String,
    /// The server's time.
    pub now_ms: u64,
}

/// The names of a screen's events, besides `signed_out`.
pub mod event {
    /// `ScreenSelf`: comes first, and when its name or view changed.
    pub const SELF: &str = "screen";
    /// `Wall`: what there is to show; comes when that changed.
    pub const WALL: &str = "wall";
    /// `Pulse`: nothing changed, and how fresh that is.
    pub const PULSE: &str = "pulse";
    /// Say your name, so that people find you.
    pub const IDENTIFY: &str = "identify";
    /// Load the page again.
    pub const RELOAD: &str = "reload";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ClusterName;
    use crate::policy::{self, Scope, Sight};

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).unwrap()
    }

    #[test]
    fn a_view_gives_the_sight_of_itself_and_no_other_verb() {
        let view = ScreenView {
            clusters: vec![pattern("north")],
            apps: vec![pattern("web-*"), pattern("checkout")],
            ..ScreenView::default()
        };
        let (actor, north) = (view.actor(), ClusterName::parse("north").unwrap());
        let app = |name: &str| fleet::AppName::parse(name).unwrap();
        for verb in Verb::ALL {
            for scope in [Scope::server(), Scope::cluster(&north), Scope::app(&north, &app("web-shop"))] {
                let is_the_view = verb == Verb::View && scope.app.is_some();
                assert_eq!(
                    policy::may(&actor, verb, scope.clone()).is_ok(),
                    is_the_view,
                    "{verb:?} {scope:?}"
                );
            }
        }
        let sight = Sight::of(&actor, &north);
        assert!(sight.sees(Some(&app("checkout"))) && sight.sees(Some(&app("web-a"))));
        assert!(!sight.sees(Some(&app("mailer"))) && !sight.sees(None));
        assert!(Sight::of(&actor, &ClusterName::parse("south").unwrap()).is_nothing());
    }

    #[test]
    fn even_a_view_of_everything_may_nothing_but_see() {
        let actor = ScreenView::default().actor();
        for verb in Verb::ALL {
            assert_eq!(policy::may_somewhere(&actor, verb, None).is_ok(), verb == Verb::View, "{verb:?}");
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(code("abcd-efgh").as_deref(), Some("ABCDEFGH"));
        assert_eq!(code(" ABCD EFGH ").as_deref(), Some("ABCDEFGH"));
        assert_eq!(spaced("ABCDEFGH"), "ABCD-EFGH");
        for wrong in ["", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFGü"] {
            assert_eq!(code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hours_may_go_over_midnight() {
        let night = Dim { from_min: 22 * 60, until_min: 6 * 60 };
        assert!(night.is_at(23 * 60) && night.is_at(0) && night.is_at(6 * 60 - 1));
        assert!(!night.is_at(6 * 60) && !night.is_at(12 * 60));
        let noon = Dim { from_min: 12 * 60, until_min: 13 * 60 };
        assert!(noon.is_at(12 * 60) && !noon.is_at(13 * 60) && !noon.is_at(0));
        assert!(!Dim { from_min: 60, until_min: 60 }.is_at(60), "no hours at all");
    }

    #[test]
    fn what_can_not_be_shown_is_said_by_its_member() {
        assert_eq!(ScreenView::default().check(), []);
        let wrong = ScreenView {
            clusters: Vec::new(),
            apps: vec![Pattern::all(); MOST_PATTERNS + 1],
            distance_m: 0,
            dim: Some(Dim { from_min: 0, until_min: 24 * 60 }),
            ..ScreenView::default()
        };
        let fields: Vec<String> = wrong.check().into_iter().map(|wrong| wrong.field).collect();
        assert_eq!(fields, ["clusters", "apps", "distance_m", "dim"]);
        assert_eq!(wrong_name("Kitchen"), None);
        for name in ["", " Kitchen", "a\nb", &"x".repeat(LONGEST_NAME + 1)] {
            assert!(wrong_name(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn what_it_shows_is_said_in_words() {
        assert_eq!(ScreenView::default().words(), "all apps");
        let view = ScreenView {
            clusters: vec![pattern("north")],
            apps: vec![pattern("web-*"), pattern("checkout")],
            ..ScreenView::default()
        };
        assert_eq!(view.words(), "web-*, checkout of cluster north");
    }
}
