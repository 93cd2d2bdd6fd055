//! Refusals of the policy in the record: each has its line, but who asks again and again does not fill the disk by it.
//! What is refused once more within the minute is counted, and told in one line when the minute is over.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use say::Scope;
use shared::audit::Outcome;
use shared::policy::Refusal;
use shared::{UserName, Verb};

use crate::app::{App, AppState};
use crate::auth::Via;
use crate::store::NewAudit;

/// For so long the same is not told again.
const WINDOW_MS: u64 = 60_000;
/// So many different ones of somebody are told in that time, each in a line of its own; all others are counted together.
const MOST_TOLD: usize = 30;

/// What was refused a moment ago, and to whom.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<(UserName, Via), Vec<Told>>>);

/// What makes two refusals the same: the verb, the cluster and the app.
type About = (Verb, String, String);

/// One that has its line, and how often it came again.
#[derive(Debug)]
struct Told {
    about: About,
    again: u32,
    last: Option<Line>,
}

/// What a line says of it.
#[derive(Debug, Clone)]
struct Line {
    about: About,
    note: String,
    peer: String,
}

/// What is to be done about a refusal.
#[derive(Debug, PartialEq, Eq)]
enum Now {
    /// A line is written; `is_first`: and when the minute is over, those that were counted.
    Tell { is_first: bool },
    /// It was counted.
    Counted,
}

impl Refusals {
    fn look(&self, who: &(UserName, Via), line: &Line) -> Now {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = all.entry(who.clone()).or_default();
        let same = told.iter().position(|told| told.about == line.about);
        // The last of the list stands for all that are not in it.
        let counted = match same {
            Some(index) => told.get_mut(index),
            None if told.len() >= MOST_TOLD => told.last_mut(),
            None => None,
        };
        if let Some(counted) = counted {
            counted.again = counted.again.saturating_add(1);
            counted.last = Some(line.clone());
            return Now::Counted;
        }
        told.push(Told { about: line.about.clone(), again: 0, last: None });
        Now::Tell { is_first: told.len() == 1 }
    }

    fn take(&self, who: &(UserName, Via)) -> Vec<Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(who).unwrap_or_default()
    }
}

/// Records a refusal of the policy. Nothing was done, so a record that can't be written stops nothing.
pub async fn refused(app: &AppState, via: Via, refusal: &Refusal) {
    let scope = &refusal.scope;
    let text = |name: Option<&str>| name.unwrap_or_default().to_owned();
    let cluster = text(scope.cluster.as_ref().map(|name| name.as_str()));
    let about = (refusal.verb, cluster, text(scope.app.as_ref().map(|name| name.as_str())));
    let line = Line { about, note: refusal.to_string(), peer: super::peer() };
    let who = (refusal.actor.name.clone(), via);
    let Now::Tell { is_first } = app.refusals.look(&who, &line) else { return };
    write(app, &who, &line).await;
    if is_first {
        let state = app.clone();
        app.tasks.spawn(Scope::KEEPING.during(async move {
            tokio::select! {
                () = state.clock.sleep_until(state.now_ms() + WINDOW_MS) => {}
                () = state.shutdown.cancelled() => {}
            }
            tell_counted(&state, &who).await;
        }));
    }
}

async fn tell_counted(app: &App, who: &(UserName, Via)) {
    for Told { about, again, last } in app.refusals.take(who) {
        let Some(line) = last else { continue };
        let again = usize::try_from(again).unwrap_or(usize::MAX);
        let more = match line.about == about {
            true => say::server::record::same_again(again),
            false => say::server::record::others_again(again),
        };
        let note = format!("{} {more}", line.note);
        write(app, who, &Line { note, ..line }).await;
    }
}

async fn write(app: &App, (actor, via): &(UserName, Via), line: &Line) {
    let (verb, cluster, name) = &line.about;
    let beginning =
        NewAudit::beginning(app.wall_ms(), (actor.as_str(), via.as_str()), verb.as_str(), "Refused");
    let row = NewAudit {
        peer: &line.peer,
        cluster,
        app: name,
        outcome: Outcome::Refused,
        note: &line.note,
        ended_ms: Some(app.wall_ms()),
        ..beginning
    };
    if let Err(error) = app.store.insert_audit(row).await {
        tracing::error!(%error, "a refusal could not be recorded");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(app: &str) -> Line {
        let about = (Verb::Deploy, "default".to_owned(), app.to_owned());
        Line { about, note: String::new(), peer: String::new() }
    }

    #[test]
    fn who_asks_about_one_thing_after_the_other_gets_so_many_lines() {
        let all = Refusals::default();
        let who = |name: &str| (UserName::parse(name).unwrap(), Via::Token);
        assert_eq!(all.look(&who("ci"), &line("app-0")), Now::Tell { is_first: true });
        for number in 1..MOST_TOLD {
            let new = all.look(&who("ci"), &line(&format!("app-{number}")));
            assert_eq!(new, Now::Tell { is_first: false });
        }
        for number in MOST_TOLD..1_000 {
            assert_eq!(all.look(&who("ci"), &line(&format!("app-{number}"))), Now::Counted);
        }
        assert_eq!(all.look(&who("ci"), &line("app-0")), Now::Counted);
        assert_eq!(all.look(&who("other"), &line("app-0")), Now::Tell { is_first: true });
        let counted: Vec<u32> = all.take(&who("ci")).iter().map(|told| told.again).collect();
        assert_eq!((counted[0], counted[1], counted.last().copied()), (1, 0, Some(970)));
        assert_eq!(all.look(&who("ci"), &line("app-0")), Now::Tell { is_first: true });
    }
}
