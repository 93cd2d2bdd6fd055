//! One app and what people do to it: what they wish, click and remember.

use std::time::{Duration, Instant};

use anyhow::Result;
use fleet::AppName;
use shared::ActionId;
use shared::action::ActionDetail;
use shared::deployment::AppSettings;
use shared::plan::{BackTo, Plan, PlanRequest};

use super::Scene;
use crate::crash::agreed;
use crate::crash::api::Said;
use crate::crash::cast::Part;
use crate::crash::chance::Chance;
use crate::crash::figures::count;
use crate::crash::weather::{BAD, FLAKY, SLOW};
use crate::crash::witness::{Standing, Standings};

/// No plan is made of what was read longer ago than this; with some time for the answer.
const READ_WITHIN: Duration = Duration::from_secs(18);

/// One app and what people do to it.
pub(super) struct Life {
    pub(super) app: AppName,
    pub(super) template: String,
    pub(super) settings: AppSettings,
    versions: u32,
    /// A click that was not answered yet.
    pub(super) click: Option<Click>,
    /// The last action.
    pub(super) current: Option<ActionId>,
    /// The key of its click, and how many steps were planned.
    clicked: (String, usize),
    /// When that was.
    pub(super) clicked_at: Instant,
    /// How few somebody has let it go on with.
    fewer: Option<usize>,
    /// Whether the last action's steps went on when somebody looked last: it neither stood still nor had ended.
    pub(super) is_running: bool,
    /// How all stood when the last action was clicked.
    pub(super) before: Standings,
    /// What can be gone back to.
    pub(super) done: Vec<ActionId>,
    /// All actions.
    pub(super) all: Vec<ActionId>,
}

/// A plan and the click on it.
pub(super) struct Click {
    plan: Plan,
    key: String,
    takes_over: Option<ActionId>,
    /// When it was sent first: its answer may be lost.
    sent_at: Instant,
}

impl Life {
    pub(super) fn new(part: Part) -> Self {
        Self {
            app: part.app,
            template: part.template,
            settings: part.settings,
            versions: 0,
            click: None,
            current: None,
            clicked: (String::new(), 0),
            clicked_at: Instant::now(),
            fewer: None,
            is_running: false,
            before: Standings::new(),
            done: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Makes a plan of something, and the click on it.
    pub(super) async fn decide(
        &mut self,
        scene: &mut Scene<'_>,
        chance: &mut Chance,
        standings: &Standings,
        takes_over: Option<ActionId>,
        clicks: &mut u64,
    ) -> Result<()> {
        let standing = standings.get(self.app.as_str()).cloned().unwrap_or_default();
        let request = self.wish(chance, &standing);
        // What is kept is left by them to those alone who take it: else nobody would look after it any more.
        let keeps = self.current.is_some() && takes_over.is_none();
        if keeps && !request.chooses_version() {
            return Ok(());
        }
        match scene.api.plan(&request).await? {
            Said::Yes(plan) => {
                *clicks += 1;
                let key = format!("{}-{clicks}", self.app);
                // What is taken over changes it still.
                self.before = if takes_over.is_none() { standings.clone() } else { Standings::new() };
                self.agree(scene, &plan, &key)?;
                self.click = Some(Click { plan, key, takes_over, sent_at: Instant::now() });
                self.click_again(scene).await
            }
            Said::No(code, message) => {
                count(&mut scene.figures.refused, format!("plan: {code:?}"));
                scene.note(&format!("{}: no plan of {request:?}: {message}", self.app))
            }
        }
    }

    /// Whoever clicks has read how few may be healthy meanwhile: that it is as many as can be is looked after here.
    fn agree(&self, scene: &mut Scene<'_>, plan: &Plan, key: &str) -> Result<()> {
        let Some(deployment) = plan.deployment.as_deref() else { return Ok(()) };
        let app = self.app.as_str();
        let least = agreed::least(&plan.request, deployment);
        let mut witness = scene.truth.witness.borrow_mut();
        // What was told to stop since it looked last counts for the plan already.
        witness.look(scene.fleet);
        let fewest = witness.fewest_within(app, READ_WITHIN).saturating_sub(witness.touched(app));
        witness.agree(app, key, least);
        drop(witness);
        let summary = &plan.summary;
        let (promised, found) = (deployment.min, agreed::healthy(deployment));
        if (promised as usize) < least {
            scene.figures.broken.push(format!(
                "“{summary}” promises {promised} healthy instances of {app}, and could promise {least}"
            ));
        }
        // What it takes for ill that serves would make it promise less.
        let min = usize::try_from(self.settings.min).unwrap_or(usize::MAX);
        if found < min.min(fewest) {
            scene.figures.broken.push(format!(
                "“{summary}” was planned with {found} healthy instances of {app}, and at least {fewest} served: {:?}",
                deployment.from
            ));
        }
        scene.note(&format!(
            "{app}: “{summary}” as {key}, at least {promised} healthy; {least} by what it found"
        ))
    }

    pub(super) async fn click_again(&mut self, scene: &mut Scene<'_>) -> Result<()> {
        let Some(click) = &self.click else { return Ok(()) };
        let sent_at = click.sent_at;
        let app = self.app.as_str();
        match scene.api.start(&click.plan, &click.key, click.takes_over.clone()).await? {
            Said::Yes(view) => {
                let kind =
                    serde_json::to_value(&view.request)?["kind"].as_str().unwrap_or_default().to_owned();
                count(&mut scene.figures.started, kind);
                scene.note(&format!("{app}: {} is begun as {}", click.key, view.id))?;
                // What was open before has ended, or left to this one what it kept.
                scene.truth.witness.borrow_mut().release(app, &self.clicked.0);
                self.clicked = (click.key.clone(), click.plan.steps.len());
                (self.clicked_at, self.fewer) = (sent_at, None);
                self.is_running = true;
                self.all.push(view.id.clone());
                self.current = Some(view.id);
            }
            // Whether it was begun is not known: the same click tells.
            Said::No(code, _) if code.status() == 500 => {
                count(&mut scene.figures.refused, format!("start: {code:?}"));
                return Ok(());
            }
            Said::No(code, message) => {
                count(&mut scene.figures.refused, format!("start: {code:?}"));
                scene.truth.witness.borrow_mut().release(app, &click.key);
                scene.note(&format!("{app}: {} is refused: {message}", click.key))?;
            }
        }
        self.click = None;
        Ok(())
    }

    /// Somebody leaves so many more instances out of what is open now, or none.
    pub(super) fn agree_by_now(&self, scene: &Scene<'_>, action: &ActionDetail, and_more: usize) {
        let (key, planned) = &self.clicked;
        if let Some(least) = agreed::least_by_now(action, *planned, and_more) {
            let least = self.fewer.map_or(least, |fewer| least.min(fewer));
            scene.truth.witness.borrow_mut().agree(self.app.as_str(), key, least);
        }
    }

    /// Somebody lets it go on with so few, which nobody can take back.
    pub(super) fn agree_to_fewer(&mut self, scene: &Scene<'_>, action: &ActionDetail, least: u32) {
        let least = usize::try_from(least).unwrap_or(usize::MAX);
        self.fewer = Some(self.fewer.map_or(least, |fewer| fewer.min(least)));
        self.agree_by_now(scene, action, 0);
    }

    /// How few of what is open now may be healthy.
    pub(super) fn least(&self, action: &ActionDetail) -> usize {
        let least = agreed::least_by_now(action, self.clicked.1, 0).unwrap_or_default();
        self.fewer.map_or(least, |fewer| least.min(fewer))
    }

    /// The last action has ended.
    pub(super) fn end(&mut self, scene: &Scene<'_>) {
        scene.truth.witness.borrow_mut().release(self.app.as_str(), &self.clicked.0);
        self.current = None;
    }

    fn wish(&mut self, chance: &mut Chance, standing: &Standing) -> PlanRequest {
        let app = self.app.clone();
        let main =
            standing.wanted.iter().max_by_key(|(_, count)| **count).map(|(version, _)| version.clone());
        let main = main.and_then(|version| version.parse().ok());
        match (chance.below(10), main, chance.one_of(&self.done).cloned()) {
            (0..=1, Some(version), Some(_)) => {
                let count = self.settings.min.max(1) + u32::try_from(chance.below(4)).unwrap_or_default();
                PlanRequest::Scale { app, version: Some(version), count }
            }
            (2, Some(_), Some(_)) => PlanRequest::RestartApp { app, version: None },
            (3..=4, Some(_), Some(action)) => {
                PlanRequest::RollBack { app, action, to: BackTo::After, skip_gates: chance.percent(50) }
            }
            (_, _, done) => {
                self.versions += 1;
                let mark = match chance.below(10) {
                    0 if done.is_some() => format!("-{BAD}"),
                    1 if done.is_some() => format!("-{SLOW}"),
                    2..=4 if done.is_some() => format!("-{FLAKY}"),
                    _ => String::new(),
                };
                let text = format!("1.{}.0{mark}", self.versions);
                // The text is a version by its form; one that were not would be refused as any other.
                match text.parse() {
                    Ok(version) => PlanRequest::Deploy { app, version, count: None, strategy: None },
                    Err(_) => PlanRequest::RestartApp { app, version: None },
                }
            }
        }
    }
}
