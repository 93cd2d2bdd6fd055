//! People at the page: they deploy, scale, restart and go back, and they have a say while it goes on.
//!
//! What somebody is about to do is noted before it is tried: after a crash the same click is made again, with the same
//! key.

use anyhow::Result;
use fleet::AppName;
use fleet_sim::SimHandle;
use shared::ActionId;
use shared::action::{ActionDetail, ActionState};
use shared::deployment::AppSettings;
use shared::plan::{BackTo, Plan, PlanRequest};

use super::api::{Api, Said};
use super::cast::Part;
use super::chance::Chance;
use super::figures::{Figures, count};
use super::promises::{self, Named, Truth};
use super::say;
use super::weather::{BAD, SLOW};
use super::witness::{self, Standing, Standings};

/// One app and what people do to it.
pub(super) struct Life {
    app: AppName,
    template: String,
    settings: AppSettings,
    versions: u32,
    /// A click that was not answered yet.
    click: Option<Click>,
    /// The last action.
    current: Option<ActionId>,
    /// Whether the last action's steps went on when somebody looked last: it neither stood still nor had ended.
    is_running: bool,
    /// How all stood when the last action was clicked.
    before: Standings,
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
    lives: Vec<Life>,
    companions: Vec<Part>,
    chance: Chance,
    clicks: u64,
    phase: Phase,
}

/// What they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// They start deployments, and have a say in them.
    Busy,
    /// They only watch: what works by itself comes to its end.
    Watching,
    /// They end what stands still.
    Ending,
}

impl People {
    /// They deploy these.
    pub(super) fn new(chance: Chance, parts: Vec<Part>) -> Self {
        let (companions, apps): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.follows.is_some());
        let lives = apps.into_iter().map(Life::new).collect();
        Self { lives, companions, chance, clicks: 0, phase: Phase::Busy }
    }

    /// The templates and settings of all apps.
    pub(super) async fn write_apps(&self, api: &Api) -> Result<()> {
        for Part { app, template, settings, .. } in &self.companions {
            api.write_app(app.as_str(), template, settings).await?;
        }
        for life in &self.lives {
            api.write_app(life.app.as_str(), &life.template, &life.settings).await?;
        }
        Ok(())
    }

    /// From now on they do this.
    pub(super) fn go_over_to(&mut self, phase: Phase) {
        self.phase = phase;
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
    pub(super) async fn turn(
        &mut self,
        api: &Api,
        fleet: &SimHandle,
        truth: &Truth,
        figures: &mut Figures,
    ) -> Result<()> {
        for index in 0..self.lives.len() {
            self.turn_of(index, api, fleet, truth, figures).await?;
        }
        Ok(())
    }

    async fn turn_of(
        &mut self,
        index: usize,
        api: &Api,
        fleet: &SimHandle,
        truth: &Truth,
        figures: &mut Figures,
    ) -> Result<()> {
        let chance = &mut self.chance;
        let Some(life) = self.lives.get_mut(index) else { return Ok(()) };
        if life.click.is_some() {
            return life.click_again(api, figures).await;
        }
        if let Some(id) = life.current.clone() {
            let action = api.action(&id).await?;
            // Looked at behind the answer: what it says was so by then.
            let standings = fleet.with_sim(|sim| witness::standings(sim));
            life.is_running = action.view.state == ActionState::Running;
            if action.view.state.is_open() {
                return self.have_a_say(index, &action, &standings, api, figures).await;
            }
            life.current = None;
            count(&mut figures.ended, promises::word(&action.view.state));
            match action.view.state {
                ActionState::Done => {
                    life.done.push(id);
                    figures.looked_after += 1;
                }
                ActionState::RolledBack { .. } => figures.looked_after += 1,
                _ => {}
            }
            figures.broken.extend(promises::untrue(&action, &life.before, &standings, truth));
            figures.broken.extend(promises::passed_unanswered(&action, &mut figures.probed, truth));
            return Ok(());
        }
        if self.phase == Phase::Busy && chance.percent(50) {
            let standings = fleet.with_sim(|sim| witness::standings(sim));
            return life.decide(api, chance, &standings, None, &mut self.clicks, figures).await;
        }
        Ok(())
    }

    /// What one of them says to a deployment that is open, or does instead of it.
    async fn have_a_say(
        &mut self,
        index: usize,
        action: &ActionDetail,
        standings: &Standings,
        api: &Api,
        figures: &mut Figures,
    ) -> Result<()> {
        let (chance, phase) = (&mut self.chance, self.phase);
        let Some(life) = self.lives.get_mut(index) else { return Ok(()) };
        let state = &action.view.state;
        let leaves_off = matches!(state, ActionState::Keeping { .. }) && chance.percent(20);
        let takes_over = state.is_at_work() && chance.percent(1);
        if phase == Phase::Busy && (leaves_off || takes_over) {
            let takes_over = takes_over.then(|| action.view.id.clone());
            return life.decide(api, chance, standings, takes_over, &mut self.clicks, figures).await;
        }
        let command = match phase {
            Phase::Busy => say::something(chance, action),
            Phase::Watching => None,
            Phase::Ending => say::last_word(chance, action),
        };
        let Some(command) = command else { return Ok(()) };
        let said = api.command(&action.view.id, &command).await?;
        let word = serde_json::to_value(&command)?["kind"].as_str().unwrap_or_default().to_owned();
        match said {
            Said::Yes(_) => count(&mut figures.commands, word),
            Said::No(code, _) => count(&mut figures.refused, format!("{word}: {code:?}")),
        }
        Ok(())
    }

    /// Whether nothing works by itself any more.
    pub(super) async fn at_rest(&self, api: &Api, fleet: &SimHandle) -> Result<bool> {
        for life in &self.lives {
            let Some(id) = &life.current else { continue };
            if promises::left_open(&api.action(id).await?, &standing(fleet, &life.app)).is_some() {
                return Ok(false);
            }
        }
        Ok(self.lives.iter().all(|life| life.click.is_none()))
    }

    /// What stands still is told why, or it is a broken promise.
    pub(super) async fn look_at_what_is_open(
        &self,
        api: &Api,
        fleet: &SimHandle,
        figures: &mut Figures,
    ) -> Result<()> {
        for life in &self.lives {
            let Some(id) = &life.current else { continue };
            let action = api.action(id).await?;
            count(&mut figures.stood_still, promises::word(&action.view.state));
            figures.broken.extend(promises::left_open(&action, &standing(fleet, &life.app)));
        }
        Ok(())
    }

    /// Whether everything has ended.
    pub(super) fn are_done(&self) -> bool {
        self.lives.iter().all(|life| life.current.is_none() && life.click.is_none())
    }

    /// Looks over all that was ever started.
    pub(super) async fn close(&self, api: &Api, figures: &mut Figures) -> Result<Named> {
        let mut named = Named::default();
        for life in &self.lives {
            for id in &life.all {
                let action = api.action(id).await?;
                named.add(&action);
                figures.broken.extend(promises::touched_others(&action));
                figures.broken.extend(promises::not_ended(&action));
            }
        }
        Ok(named)
    }
}

impl Life {
    fn new(part: Part) -> Self {
        Self {
            app: part.app,
            template: part.template,
            settings: part.settings,
            versions: 0,
            click: None,
            current: None,
            is_running: false,
            before: Standings::new(),
            done: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Makes a plan of something, and the click on it.
    async fn decide(
        &mut self,
        api: &Api,
        chance: &mut Chance,
        standings: &Standings,
        takes_over: Option<ActionId>,
        clicks: &mut u64,
        figures: &mut Figures,
    ) -> Result<()> {
        let standing = standings.get(self.app.as_str()).cloned().unwrap_or_default();
        let request = self.wish(chance, &standing);
        match api.plan(&request).await? {
            Said::Yes(plan) => {
                *clicks += 1;
                // What is taken over changes it still.
                self.before = if takes_over.is_none() { standings.clone() } else { Standings::new() };
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

fn standing(fleet: &SimHandle, app: &AppName) -> Standing {
    fleet.with_sim(|sim| witness::standings(sim)).remove(app.as_str()).unwrap_or_default()
}
