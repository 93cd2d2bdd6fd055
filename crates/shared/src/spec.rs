//! How much of units' options somebody is shown: nothing, all but what looks like a secret, or all of it.
//!
//! Decides by the policy's rights. Whoever writes options (`template`, `raw-unit`) gets them whole, since what is written
//! back must be whole; with `view-spec` alone they are masked; without they are left out. Pure.

use fleet::{AppName, AppUnit, UnitName, UnitOption, unit_file};
use serde::{Deserialize, Serialize};

use crate::action::ActionDetail;
use crate::apps::{AppDetail, RevisionRow};
use crate::id::ClusterName;
use crate::mask;
use crate::plan::{Plan, Step, Warning};
use crate::policy::{Actor, Right, Sight, Verb};
use crate::why;

/// How much of a unit's options is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Spec {
    /// None of them: it takes the verb `view-spec`.
    Hidden,
    /// Those values that look like secrets are replaced.
    Masked,
    /// All as they are.
    #[default]
    Whole,
}

impl Spec {
    /// Whether nothing is kept back: then nothing is said of it.
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// The options as they are shown.
    pub fn options(self, options: &[UnitOption]) -> Vec<UnitOption> {
        match self {
            Self::Hidden => Vec::new(),
            Self::Masked => mask::options(options),
            Self::Whole => options.to_vec(),
        }
    }
}

/// How much of the options of an app's units on a cluster somebody is shown; without an app, of units that belong to none.
pub fn of_units(actor: &Actor, cluster: &ClusterName, app: Option<&AppName>) -> Spec {
    let of_app = || actor.rights.iter().filter(|right| right.is_on_app(app));
    spec(of_app().any(|right| writes(right, Some(cluster))), of_app().any(|right| reads(right, cluster)))
}

/// The same for all apps of a cluster at once. Who is shown the same has an equal one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    masked: Sight,
    whole: Sight,
}

impl Shown {
    /// What the actor is shown.
    pub fn of(actor: &Actor, cluster: &ClusterName) -> Self {
        Self {
            masked: Sight::by(actor, |right| reads(right, cluster)),
            whole: Sight::by(actor, |right| writes(right, Some(cluster))),
        }
    }

    /// Whether nothing is kept back of any.
    pub fn is_whole(&self) -> bool {
        self.whole.is_everything()
    }

    /// How much of an app's options.
    pub fn of_units(&self, app: Option<&AppName>) -> Spec {
        spec(self.whole.sees(app), self.masked.sees(app))
    }
}

/// How much of an app's template somebody is shown. It is the server's; whoever sees the options of the app's units on any
/// cluster sees the template's as well.
pub fn of_template(actor: &Actor, app: &AppName) -> Spec {
    let rights = || actor.rights.iter().filter(|right| right.is_on_app(Some(app)));
    let writes = rights().any(|right| right.verbs.has(Verb::Template) && right.cluster.is_all());
    spec(writes, rights().any(|right| right.verbs.has(Verb::ViewSpec)))
}

/// Whether a right lets somebody write options of units on a cluster: by the templates of all clusters, or directly.
pub fn writes(right: &Right, cluster: Option<&ClusterName>) -> bool {
    (right.verbs.has(Verb::Template) && right.cluster.is_all())
        || (right.verbs.has(Verb::RawUnit)
            && cluster.map_or_else(|| right.cluster.is_all(), |name| right.cluster.matches(name.as_str())))
}

/// Whether a right lets somebody read options of units on a cluster, masked.
fn reads(right: &Right, cluster: &ClusterName) -> bool {
    right.verbs.has(Verb::ViewSpec) && right.cluster.matches(cluster.as_str())
}

fn spec(writes: bool, reads: bool) -> Spec {
    match (writes, reads) {
        (true, _) => Spec::Whole,
        (false, true) => Spec::Masked,
        (false, false) => Spec::Hidden,
    }
}

/// The app of a unit; none for one that belongs to none.
pub fn app_of(unit: &UnitName) -> Option<AppName> {
    AppUnit::parse(unit).map(|parsed| parsed.app)
}

impl AppDetail {
    /// The same as somebody is shown it.
    #[must_use]
    pub fn shown(mut self, spec: Spec) -> Self {
        if !spec.is_whole() {
            self.options = spec.options(&self.options);
            self.unit_file = unit_file::to_text(&self.options);
            for revision in &mut self.history {
                revision.hide(spec);
            }
        }
        self.spec = spec;
        self
    }
}

impl RevisionRow {
    fn hide(&mut self, spec: Spec) {
        let options = unit_file::parse(&self.unit_file).unwrap_or_default();
        self.unit_file = unit_file::to_text(&spec.options(&options));
    }
}

impl Plan {
    /// The same as somebody is shown it; `spec` says how much of the options of an app's units, `sees` which apps may be
    /// named.
    #[must_use]
    pub fn shown(
        mut self,
        spec: impl Fn(Option<&AppName>) -> Spec,
        sees: impl Fn(Option<&AppName>) -> bool,
    ) -> Self {
        let worded = |warning: Warning| warning.told(|text| why::in_full(text, &sees));
        self.warnings = self.warnings.into_iter().map(worded).collect();
        self.spec = self.steps.iter_mut().map(|step| step.hide(&spec)).min().unwrap_or_default();
        self
    }
}

impl ActionDetail {
    /// The same as somebody is shown it; `spec` says how much of the options of an app's units.
    #[must_use]
    pub fn shown(mut self, spec: impl Fn(Option<&AppName>) -> Spec) -> Self {
        let steps = self.steps.iter_mut();
        self.spec = steps
            .map(|view| {
                // What Fleet answered may quote what it was sent.
                let of_unit = spec(app_of(view.step.unit()).as_ref());
                if !of_unit.is_whole() {
                    view.note = mask::text(&view.note).into_owned();
                }
                view.step.hide(&spec)
            })
            .min()
            .unwrap_or_default();
        self
    }
}

impl Step {
    /// Takes out of it what is not shown. Says how much is.
    fn hide(&mut self, spec: &impl Fn(Option<&AppName>) -> Spec) -> Spec {
        let Self::Create { unit, options, .. } = self else { return Spec::Whole };
        let spec = spec(app_of(unit).as_ref());
        if !spec.is_whole() {
            *options = spec.options(options);
        }
        spec
    }
}
