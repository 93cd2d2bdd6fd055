//! Somebody who meddles with an app while others deploy it: stops, starts, removes and launches single units, by actions
//! of the page and by raw writes through the proxy.
//!
//! What they are about to write is told to the witness before: it is nobody else's doing.

use anyhow::Result;
use fleet::{AppName, AppUnit, DesiredState, UnitName};
use shared::ActionId;
use shared::plan::{Plan, PlanRequest, Step};

use super::api::{Api, Said};
use super::chance::Chance;
use super::figures::{Figures, count};
use super::people::{Phase, Scene};
use super::promises::{Named, word};

/// Them.
pub(super) struct Meddler {
    app: AppName,
    chance: Chance,
    clicks: u64,
    doing: Option<Doing>,
    actions: Vec<ActionId>,
}

/// What they do, and with which units.
struct Doing {
    units: Vec<String>,
    what: What,
}

enum What {
    /// A click that was not answered yet.
    Click { plan: Box<Plan>, key: String },
    /// An action that is open.
    Action(ActionId),
    /// A raw write whose answer did not come: the server died.
    Lost,
}

impl Meddler {
    pub(super) fn new(chance: Chance, app: AppName) -> Self {
        Self { app, chance, clicks: 0, doing: None, actions: Vec::new() }
    }

    /// Whether it is their app.
    pub(super) fn meddles_with(&self, app: &AppName) -> bool {
        *app == self.app
    }

    /// Whether nothing of theirs is open.
    pub(super) fn is_done(&self) -> bool {
        self.doing.is_none()
    }

    /// They look once, and do something or nothing. An error is the server's absence.
    pub(super) async fn turn(&mut self, phase: Phase, scene: &mut Scene<'_>) -> Result<()> {
        let Some(Doing { units, what }) = self.doing.take() else {
            if phase == Phase::Busy && self.chance.percent(12) {
                return self.begin(scene).await;
            }
            return Ok(());
        };
        match what {
            // The server that was asked is gone, and its calls with it.
            What::Lost => scene.truth.witness.borrow_mut().expect_no_more(scene.fleet, &units),
            What::Click { plan, key } => return self.click(units, plan, key, scene).await,
            What::Action(id) => {
                self.doing = Some(Doing { units, what: What::Action(id.clone()) });
                let action = scene.api.action(&id).await?;
                if action.view.state.is_open() {
                    return Ok(());
                }
                count(&mut scene.figures.meddled, format!("actions {}", word(&action.view.state)));
                scene.note(&format!("{}: {id} ended: {:?}", self.app, action.view.state))?;
                let doing = self.doing.take();
                let units = doing.map(|doing| doing.units).unwrap_or_default();
                scene.truth.witness.borrow_mut().expect_no_more(scene.fleet, &units);
            }
        }
        Ok(())
    }

    async fn begin(&mut self, scene: &mut Scene<'_>) -> Result<()> {
        let all: Vec<fleet::Unit> = scene.fleet.units();
        let is_own = |unit: &&fleet::Unit| AppUnit::parse(&unit.name).is_some_and(|own| own.app == self.app);
        let own: Vec<&fleet::Unit> = all.iter().filter(is_own).collect();
        let Some(unit) = self.chance.one_of(&own) else { return Ok(()) };
        let name = unit.name.clone();
        let runs = unit.desired_state == Some(DesiredState::Launched);
        let version = AppUnit::parse(&name).and_then(|own| own.version);
        let request = match (self.chance.below(8), version) {
            (0, Some(version)) => PlanRequest::Launch { app: self.app.clone(), version, count: 1 },
            (1, _) => PlanRequest::RemoveUnit { unit: name },
            (2..=3, _) if runs => PlanRequest::StopUnit { unit: name },
            (2..=3, _) => PlanRequest::StartUnit { unit: name },
            _ => {
                let desired = if runs { DesiredState::Loaded } else { DesiredState::Launched };
                return self.write(&name, desired, scene).await;
            }
        };
        match scene.api.plan(&request).await? {
            Said::Yes(plan) => {
                self.clicks += 1;
                let key = format!("meddler-{}", self.clicks);
                let units = written_by(&plan);
                scene.truth.witness.borrow_mut().expect_of_others(&units);
                self.click(units, Box::new(plan), key, scene).await
            }
            Said::No(code, message) => self.refused(&format!("{code:?}"), &message, scene),
        }
    }

    async fn click(
        &mut self,
        units: Vec<String>,
        plan: Box<Plan>,
        key: String,
        scene: &mut Scene<'_>,
    ) -> Result<()> {
        scene.note(&format!("{}: somebody else: “{}” as {key}", self.app, plan.summary))?;
        self.doing =
            Some(Doing { units: units.clone(), what: What::Click { plan: plan.clone(), key: key.clone() } });
        match scene.api.start(&plan, &key, None).await? {
            Said::Yes(view) => {
                let kind =
                    serde_json::to_value(&view.request)?["kind"].as_str().unwrap_or_default().to_owned();
                count(&mut scene.figures.meddled, kind);
                self.actions.push(view.id.clone());
                self.doing = Some(Doing { units, what: What::Action(view.id) });
            }
            // Whether it was begun is not known: the same click tells.
            Said::No(code, _) if code.status() >= 500 => {}
            Said::No(code, message) => {
                self.doing = None;
                scene.truth.witness.borrow_mut().expect_no_more(scene.fleet, &units);
                self.refused(&format!("{code:?}"), &message, scene)?;
            }
        }
        Ok(())
    }

    async fn write(&mut self, name: &UnitName, desired: DesiredState, scene: &mut Scene<'_>) -> Result<()> {
        scene.note(&format!("{}: somebody else sets {name} to {desired}, raw", self.app))?;
        let units = vec![name.to_string()];
        scene.truth.witness.borrow_mut().expect_of_others(&units);
        self.doing = Some(Doing { units: units.clone(), what: What::Lost });
        let status = scene.api.write_raw(name, desired).await?;
        // A 503 leaves open whether it was written.
        if status != 503 && status != 500 {
            self.doing = None;
            scene.truth.witness.borrow_mut().expect_no_more(scene.fleet, &units);
        }
        count(&mut scene.figures.meddled, format!("raw {status}"));
        Ok(())
    }

    fn refused(&self, code: &str, message: &str, scene: &mut Scene<'_>) -> Result<()> {
        count(&mut scene.figures.meddled, format!("refused {code}"));
        scene.note(&format!("{}: somebody else is refused: {message}", self.app))
    }

    /// Looks over all that they started.
    pub(super) async fn close(&self, api: &Api, named: &mut Named, figures: &mut Figures) -> Result<()> {
        for id in &self.actions {
            let action = api.action(id).await?;
            named.add(&action);
            if action.view.state.is_open() {
                figures.broken.push(format!("“{}” has no end: {:?}", action.view.summary, action.view.state));
            }
        }
        Ok(())
    }
}

fn written_by(plan: &Plan) -> Vec<String> {
    let writes = plan.steps.iter().filter(|step| step.call().is_some());
    let mut units: Vec<String> = writes.map(Step::unit).map(ToString::to_string).collect();
    units.dedup();
    units
}
