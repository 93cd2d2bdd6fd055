//! People at the page: they deploy, scale, restart and go back, and they have a say while it goes on.
//!
//! What somebody is about to do is noted before it is tried: after a crash the same click is made again, with the same
//! key.

use anyhow::Result;
use fleet::AppName;
use fleet_sim::SimHandle;
use shared::ActionId;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::deployment::{AppSettings, Command, Gate, OnFailure, Strategy};
use shared::plan::{BackTo, Plan, PlanRequest};

use super::api::{Api, Said};
use super::chance::Chance;
use super::figures::{Figures, count};
use super::promises::{self, Named};
use super::weather::{BAD, SLOW};
use super::witness::{self, Standing};

/// Instances of each app at first, and the fewest that may ever be healthy.
const INSTANCES: u32 = 3;
const AT_LEAST: u32 = 2;

/// Pulls its image, which takes long for some versions, and then works.
pub(super) const TEMPLATE: &str = "[Unit]\nDescription={app} {version}\n\n[Service]\n\
    ExecStartPre=/usr/bin/docker pull registry.example/{app}:{version}\n\
    ExecStart=/bin/run {app} {version} {instance}\n";

/// One app and what people do to it.
pub(super) struct Life {
    app: AppName,
    settings: AppSettings,
    versions: u32,
    /// A click that was not answered yet.
    click: Option<Click>,
    /// The last action.
    current: Option<ActionId>,
    /// Whether the last action's steps went on when somebody looked last: it neither stood still nor had ended.
    is_running: bool,
    /// What can be gone back to.
    done: Vec<ActionId>,
    /// All actions.
    all: Vec<ActionId>,
}

struct Click {
    plan: Plan,
    key: String,
    takes_over: Option<ActionId>,
}

/// All of them.
pub(super) struct People {
    pub(super) lives: Vec<Life>,
    chance: Chance,
    clicks: u64,
    /// Whether new deployments are started.
    pub(super) is_busy: bool,
}

impl People {
    pub(super) fn new(mut chance: Chance) -> Result<Self> {
        let strategies = [
            ("rolling", Strategy::Rolling { batch: 1, surge: 1 }),
            ("batches", Strategy::Rolling { batch: 2, surge: 1 }),
            ("bluegreen", Strategy::BlueGreen),
            ("canary", Strategy::Canary { count: 1, bake_s: None, batch: 2, surge: 1 }),
            ("recreate", Strategy::Recreate),
        ];
        let mut lives = Vec::new();
        for (name, strategy) in strategies {
            let on_failure = [OnFailure::Pause, OnFailure::Abort, OnFailure::RollBack];
            let settings = AppSettings {
                wanted: INSTANCES,
                min: if strategy == Strategy::Recreate { 0 } else { AT_LEAST },
                max: 6,
                strategy,
                gate: Gate { steady_s: 1, probe: None },
                step_limit_s: 20,
                deadline_s: 180,
                on_failure: *chance.one_of(&on_failure).unwrap_or(&OnFailure::Pause),
                keep_old_s: 4,
                ..AppSettings::default()
            };
            lives.push(Life {
                app: AppName::parse(name)?,
                settings,
                versions: 0,
                click: None,
                current: None,
                is_running: false,
                done: Vec::new(),
                all: Vec::new(),
            });
        }
        Ok(Self { lives, chance, clicks: 0, is_busy: true })
    }

    /// The templates and settings of all apps.
    pub(super) async fn write_apps(&self, api: &Api) -> Result<()> {
        for life in &self.lives {
            api.write_app(life.app.as_str(), TEMPLATE, &life.settings).await?;
        }
        Ok(())
    }

    /// The fewest healthy instances that each app must have.
    pub(super) fn minima(&self) -> impl Iterator<Item = (&str, usize)> {
        self.lives
            .iter()
            .map(|life| (life.app.as_str(), usize::try_from(life.settings.min).unwrap_or_default()))
    }

    /// Whether every app's first deployment is done.
    pub(super) fn have_begun(&self) -> bool {
        self.lives.iter().all(|life| !life.done.is_empty())
    }

    /// Whether steps of some deployment went on when somebody looked last.
    pub(super) fn are_at_work(&self) -> bool {
        self.lives.iter().any(|life| life.is_running)
    }

    /// Everybody looks once, and does something or nothing. An error is the server's absence.
    pub(super) async fn turn(&mut self, api: &Api, fleet: &SimHandle, figures: &mut Figures) -> Result<()> {
        for index in 0..self.lives.len() {
            self.turn_of(index, api, fleet, figures).await?;
        }
        Ok(())
    }

    async fn turn_of(
        &mut self,
        index: usize,
        api: &Api,
        fleet: &SimHandle,
        figures: &mut Figures,
    ) -> Result<()> {
        let chance = &mut self.chance;
        let Some(life) = self.lives.get_mut(index) else { return Ok(()) };
        if life.click.is_some() {
            return life.click_again(api, figures).await;
        }
        let standing = standing(fleet, &life.app);
        if let Some(id) = life.current.clone() {
            let action = api.action(&id).await?;
            life.is_running = action.view.state == ActionState::Running;
            let is_at_work = action.view.state.is_at_work();
            if action.view.state.is_open() {
                let leaves_off =
                    matches!(action.view.state, ActionState::Keeping { .. }) && chance.percent(20);
                let takes_over = is_at_work && chance.percent(1);
                if self.is_busy && (leaves_off || takes_over) {
                    let takes_over = takes_over.then_some(id);
                    return life.decide(api, chance, &standing, takes_over, &mut self.clicks, figures).await;
                }
                let Some(command) = say(chance, &action, self.is_busy) else { return Ok(()) };
                let said = api.command(&id, &command).await?;
                let word = serde_json::to_value(&command)?["kind"].as_str().unwrap_or_default().to_owned();
                match said {
                    Said::Yes(_) => count(&mut figures.commands, word),
                    Said::No(code, _) => count(&mut figures.refused, format!("{word}: {code:?}")),
                }
                return Ok(());
            }
            life.current = None;
            count(&mut figures.ended, promises::word(&action.view.state));
            if action.view.state == ActionState::Done {
                life.done.push(id);
                figures.looked_after += 1;
            }
            figures.broken.extend(promises::untrue(&action, &standing));
            return Ok(());
        }
        if self.is_busy && chance.percent(50) {
            return life.decide(api, chance, &standing, None, &mut self.clicks, figures).await;
        }
        Ok(())
    }

    /// What is still open in the end: nothing that works by itself. `None` while there is something.
    pub(super) async fn at_rest(&self, api: &Api) -> Result<bool> {
        for id in self.lives.iter().filter_map(|life| life.current.as_ref()) {
            if promises::left_open(&api.action(id).await?).is_some() {
                return Ok(false);
            }
        }
        Ok(self.lives.iter().all(|life| life.click.is_none()))
    }

    /// Looks over all that was ever started.
    pub(super) async fn close(&self, api: &Api, figures: &mut Figures) -> Result<Named> {
        let mut named = Named::default();
        for life in &self.lives {
            for id in &life.all {
                let action = api.action(id).await?;
                named.add(&action);
                figures.broken.extend(promises::left_open(&action));
            }
            if let Some(id) = &life.current {
                count(&mut figures.ended, promises::word(&api.action(id).await?.view.state));
            }
        }
        Ok(named)
    }
}

impl Life {
    /// Makes a plan of something, and the click on it.
    async fn decide(
        &mut self,
        api: &Api,
        chance: &mut Chance,
        standing: &Standing,
        takes_over: Option<ActionId>,
        clicks: &mut u64,
        figures: &mut Figures,
    ) -> Result<()> {
        let request = self.wish(chance, standing);
        match api.plan(&request).await? {
            Said::Yes(plan) => {
                *clicks += 1;
                self.click = Some(Click { plan, key: format!("{}-{clicks}", self.app), takes_over });
                self.click_again(api, figures).await
            }
            Said::No(code, _) => {
                count(&mut figures.refused, format!("plan: {code:?}"));
                Ok(())
            }
        }
    }

    async fn click_again(&mut self, api: &Api, figures: &mut Figures) -> Result<()> {
        let Some(click) = &self.click else { return Ok(()) };
        match api.start(&click.plan, &click.key, click.takes_over.clone()).await? {
            Said::Yes(view) => {
                let kind =
                    serde_json::to_value(&view.request)?["kind"].as_str().unwrap_or_default().to_owned();
                count(&mut figures.started, kind);
                self.is_running = true;
                self.all.push(view.id.clone());
                self.current = Some(view.id);
            }
            Said::No(code, _) => count(&mut figures.refused, format!("start: {code:?}")),
        }
        self.click = None;
        Ok(())
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

/// What somebody says to a deployment, if anything.
fn say(chance: &mut Chance, action: &ActionDetail, is_busy: bool) -> Option<Command> {
    if !is_busy {
        return None;
    }
    let failed = action.steps.iter().position(|step| step.progress == Progress::Failed);
    let failed = failed.and_then(|step| u32::try_from(step).ok());
    match &action.view.state {
        ActionState::Running => match chance.below(400) {
            0..=3 => Some(Command::Pause),
            4..=6 => Some(Command::RollBack),
            7..=8 => Some(Command::Abort),
            _ => None,
        },
        ActionState::Paused { resumes: false, .. } => match (chance.below(40), failed) {
            (0..=3, None) => Some(Command::Resume),
            (0..=1, Some(step)) => Some(Command::Retry { step }),
            (2, Some(step)) => Some(Command::Skip { step }),
            (4..=5, _) => Some(Command::RollBack),
            (6, _) => Some(Command::Abort),
            _ => None,
        },
        ActionState::Holding { .. } => match chance.below(20) {
            0..=3 => Some(Command::Promote),
            4 => Some(Command::Abort),
            5 => Some(Command::RollBack),
            _ => None,
        },
        ActionState::Keeping { .. } if chance.percent(5) => Some(Command::Finish),
        _ => None,
    }
}

fn standing(fleet: &SimHandle, app: &AppName) -> Standing {
    fleet.with_sim(|sim| witness::standings(sim)).remove(app.as_str()).unwrap_or_default()
}
