//! People at the page: they deploy, scale, restart and go back, and they have a say while it goes on.
//!
//! What somebody is about to do is noted before it is tried: after a crash the same click is made again, with the same
//! key.

mod life;

use anyhow::Result;
use fleet::AppName;
use fleet_sim::SimHandle;
use shared::action::{ActionDetail, ActionState};
use shared::deployment::Command;

use super::api::{Api, Said};
use super::cast::Part;
use super::chance::Chance;
use super::diary::Diary;
use super::figures::{Figures, count};
use super::meddler::Meddler;
use super::promises::{self, Named, Truth};
use super::say;
use super::witness::{self, Standing, Standings};
use life::Life;

/// All of them.
pub(super) struct People {
    lives: Vec<Life>,
    companions: Vec<Part>,
    meddler: Meddler,
    chance: Chance,
    clicks: u64,
    phase: Phase,
}

/// Where they do it.
pub(super) struct Scene<'a> {
    pub(super) api: &'a Api,
    pub(super) fleet: &'a SimHandle,
    pub(super) truth: &'a Truth,
    pub(super) diary: &'a mut Diary,
    pub(super) figures: &'a mut Figures,
}

impl Scene<'_> {
    pub(super) fn note(&mut self, text: &str) -> Result<()> {
        self.diary.note(self.fleet.now(), text)
    }
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
    pub(super) fn new(chance: Chance, parts: Vec<Part>, meddler: Meddler) -> Self {
        let (companions, apps): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.follows.is_some());
        let lives = apps.into_iter().map(Life::new).collect();
        Self { lives, companions, meddler, chance, clicks: 0, phase: Phase::Busy }
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
    pub(super) async fn turn(&mut self, scene: &mut Scene<'_>) -> Result<()> {
        for index in 0..self.lives.len() {
            self.turn_of(index, scene).await?;
        }
        // Nobody meddles before there is something to meddle with.
        if self.have_begun() { self.meddler.turn(self.phase, scene).await } else { Ok(()) }
    }

    async fn turn_of(&mut self, index: usize, scene: &mut Scene<'_>) -> Result<()> {
        let chance = &mut self.chance;
        let Some(life) = self.lives.get_mut(index) else { return Ok(()) };
        if life.click.is_some() {
            return life.click_again(scene).await;
        }
        if let Some(id) = life.current.clone() {
            let action = scene.api.action(&id).await?;
            // Looked at behind the answer: what it says was so by then.
            let standings = scene.fleet.with_sim(|sim| witness::standings(sim));
            life.is_running = action.view.state == ActionState::Running;
            if action.view.state.is_open() {
                life.agree_by_now(scene, &action, 0);
                return self.have_a_say(index, &action, &standings, scene).await;
            }
            life.end(scene);
            scene.note(&format!("{}: {id} ended: {:?}", life.app, action.view.state))?;
            let figures = &mut *scene.figures;
            count(&mut figures.ended, promises::word(&action.view.state));
            match action.view.state {
                ActionState::Done => {
                    life.done.push(id);
                    figures.looked_after += 1;
                }
                ActionState::RolledBack { .. } => figures.looked_after += 1,
                _ => {}
            }
            if !self.meddler.meddles_with(&life.app) {
                let since = promises::Since { clicked: life.clicked_at, standings: &life.before };
                figures.broken.extend(promises::untrue(&action, &since, &standings, scene.truth));
            }
            figures.broken.extend(promises::passed_unanswered(&action, &mut figures.probed, scene.truth));
            return Ok(());
        }
        if self.phase == Phase::Busy && chance.percent(50) {
            let standings = scene.fleet.with_sim(|sim| witness::standings(sim));
            return life.decide(scene, chance, &standings, None, &mut self.clicks).await;
        }
        Ok(())
    }

    /// What one of them says to a deployment that is open, or does instead of it.
    async fn have_a_say(
        &mut self,
        index: usize,
        action: &ActionDetail,
        standings: &Standings,
        scene: &mut Scene<'_>,
    ) -> Result<()> {
        let (chance, phase) = (&mut self.chance, self.phase);
        let Some(life) = self.lives.get_mut(index) else { return Ok(()) };
        let state = &action.view.state;
        let leaves_off = matches!(state, ActionState::Keeping { .. }) && chance.percent(20);
        let takes_over = state.is_at_work() && chance.below(500) == 0;
        if phase == Phase::Busy && (leaves_off || takes_over) {
            let takes_over = takes_over.then(|| action.view.id.clone());
            return life.decide(scene, chance, standings, takes_over, &mut self.clicks).await;
        }
        let command = match phase {
            Phase::Busy => say::something(chance, action),
            Phase::Watching => None,
            Phase::Ending => say::last_word(chance, action),
        };
        let Some(command) = command else { return Ok(()) };
        if matches!(command, Command::LeaveOut { .. }) {
            // Agreed to before it is heard.
            life.agree_by_now(scene, action, 1);
        }
        if let Command::GoOnWith { least } = command {
            life.agree_to_fewer(scene, action, least);
        }
        scene.note(&format!("{}: {command:?}, as it says {state:?}", life.app))?;
        let said = scene.api.command(&action.view.id, &command).await?;
        let word = serde_json::to_value(&command)?["kind"].as_str().unwrap_or_default().to_owned();
        match said {
            Said::Yes(_) => count(&mut scene.figures.commands, word),
            Said::No(code, message) => {
                count(&mut scene.figures.refused, format!("{word}: {code:?}"));
                scene.note(&format!("{}: {word} is refused: {message}", life.app))?;
            }
        }
        Ok(())
    }

    /// Whether nothing works by itself any more.
    pub(super) async fn at_rest(&self, api: &Api, fleet: &SimHandle) -> Result<bool> {
        for life in &self.lives {
            let Some(id) = &life.current else { continue };
            let action = api.action(id).await?;
            if promises::left_open(&action, life.least(&action), &standing(fleet, &life.app)).is_some() {
                return Ok(false);
            }
        }
        Ok(self.meddler.is_done() && self.lives.iter().all(|life| life.click.is_none()))
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
            let standing = standing(fleet, &life.app);
            figures.broken.extend(promises::left_open(&action, life.least(&action), &standing));
        }
        Ok(())
    }

    /// Whether everything has ended.
    pub(super) fn are_done(&self) -> bool {
        self.meddler.is_done() && self.lives.iter().all(|life| life.current.is_none() && life.click.is_none())
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
        self.meddler.close(api, &mut named, figures).await?;
        Ok(named)
    }
}

fn standing(fleet: &SimHandle, app: &AppName) -> Standing {
    fleet.with_sim(|sim| witness::standings(sim)).remove(app.as_str()).unwrap_or_default()
}
