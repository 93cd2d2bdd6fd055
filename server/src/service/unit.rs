//! Writes of single units for the proxy: recorded first, then one call to Fleet, then the record's end.
//!
//! Whoever calls has checked the form (`proxy`) and holds the permit. What Fleet would take without a word though it
//! stops something, is refused here; options that are there already are not sent again. What is typed before a plan and the
//! time to undo it do not stand here; its limits, and what takes `force`, do (`bounds`).

mod bounds;
mod change;

use std::sync::Arc;

use fleet::{DesiredState, Unit, UnitHash, UnitName, UnitOption};
use fleet_client::{DestroyOutcome, FleetClient, FleetError, PutOutcome};
use shared::audit::Outcome;
use shared::policy::Permit;

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::fleet::told;
use crate::live::{Cluster, Turn};
use crate::proxy::{Answer, Refused, Write};
use crate::service::undivided::{Begun, undivided};
use crate::service::{approval, audit};
use crate::waits::Waits;
use change::Change;

/// PUT: makes a unit, replaces its options, or changes its desired state.
pub async fn put(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    permit: Permit,
    name: UnitName,
    write: Write,
    begun: &Begun,
) -> Result<Answer, Refused> {
    let over = approval::may_write(app, cluster.name(), who, &name).await?;
    let turn = cluster.turn(&name).await;
    let mut before = read_before(cluster, &name);
    let (summary, detail, call) = match write {
        Write::Desired(desired) => {
            let summary = say::server::record::set_desired(&name, &desired.as_str());
            (summary, Vec::new(), Call::SetDesired(desired))
        }
        Write::Options { options, desired } => {
            let there = look_up(cluster, &name).await.map_err(|error| {
                let Refused { status, message } = error.into();
                Refused { status, message: format!("{message} Nothing was changed.") }
            })?;
            before = there_before(app, there.as_ref());
            let change = Change::to(there.as_ref(), &options, desired).map_err(|why| why.refusal(&name))?;
            let desired = change.desired();
            let summary = change.summary(&name);
            // Names only: values may be secrets, and the record is for more eyes than the options are.
            let names = options.iter().map(|option| format!("{}/{}", option.section, option.name));
            let mark = app.seal.mark(&options);
            let detail = names.chain([say::server::record::options_mark(&mark)]).collect();
            let call = match change {
                Change::Desired(_) => Call::SetDesired(desired),
                Change::Make(_) | Change::Replace(_) => Call::Create { options, desired },
            };
            (summary, detail, call)
        }
    };
    let (permit, counted) = bounds::check(app, cluster, who, permit, &name, call.leads_to()).await?;
    let entry = who.entry(summary).detail(detail).detail([before]).detail(over);
    recorded(app, cluster, permit, entry, (name, turn, counted), call, begun).await
}

/// DELETE: Fleet forgets the unit at once, and its process is stopped a little later.
pub async fn delete(
    app: &AppState,
    cluster: &Arc<Cluster>,
    who: &SignedIn,
    permit: Permit,
    name: UnitName,
    begun: &Begun,
) -> Result<Answer, Refused> {
    let over = approval::may_write(app, cluster.name(), who, &name).await?;
    let turn = cluster.turn(&name).await;
    let (permit, counted) = bounds::check(app, cluster, who, permit, &name, Call::Destroy.leads_to()).await?;
    let before = read_before(cluster, &name);
    let entry = who.entry(say::server::record::destroy_unit(&name)).detail([before]).detail(over);
    recorded(app, cluster, permit, entry, (name, turn, counted), Call::Destroy, begun).await
}

/// What was there before, for the record: as it was read last, since a write waits for no more readings than it must.
fn read_before(cluster: &Cluster, name: &UnitName) -> String {
    match cluster.snapshot().units.get(name) {
        None => say::server::record::no_such_unit_read().to_owned(),
        Some(entry) => say::server::record::unit_was_read(&entry.row.desired.as_str()),
    }
}

/// The same, as Fleet has just told it.
fn there_before(app: &App, unit: Option<&Unit>) -> String {
    match unit {
        None => say::server::record::no_such_unit().to_owned(),
        Some(unit) => {
            let desired = unit.desired_state.map_or("unknown", DesiredState::as_str);
            say::server::record::unit_was(&desired, &app.seal.mark(&unit.options))
        }
    }
}

/// The unit as Fleet has it now, or soon an error.
pub async fn look_up(cluster: &Cluster, name: &UnitName) -> Result<Option<Unit>, FleetError> {
    let Waits { look, look_turn, .. } = *cluster.waits();
    let client = cluster.client().with_turn_limit(look_turn);
    let late = |_| FleetError::TimedOut { endpoint: client.endpoint().to_string(), after: look, sent: true };
    // Whoever got its turn last of all has had the whole of its time to look when this is over.
    tokio::time::timeout(look_turn + look, client.unit(name)).await.map_err(late)?
}

/// The record is written before the call; what can't be recorded is not done. Done whole, whoever waits; until then it
/// is the turn of nobody else to write the unit.
async fn recorded(
    app: &AppState,
    cluster: &Arc<Cluster>,
    permit: Permit,
    entry: audit::Entry,
    (name, turn, counted): (UnitName, Turn, Option<Turn>),
    call: Call,
    begun: &Begun,
) -> Result<Answer, Refused> {
    check_leaving(cluster, &name)?;
    let (state, cluster) = (app.clone(), Arc::clone(cluster));
    begun.set();
    undivided(app, async move {
        let _turns = (turn, counted);
        let record = audit::begin(&state, &permit, entry).await?;
        // The record may have taken longer than a removal waits: an action may have read the unit meanwhile.
        let end = match check_leaving(&cluster, &name) {
            Ok(()) => call.carry_out(&cluster, &name).await,
            Err(refused) => End::failed(refused),
        };
        audit::finish(&state, record, end.outcome, &end.note).await;
        end.answer
    })
    .await
}

/// An action that removes a unit has read it already: what is written meanwhile would be lost with it.
fn check_leaving(cluster: &Cluster, name: &UnitName) -> Result<(), Refused> {
    let snapshot = cluster.snapshot();
    match snapshot.units.get(name).and_then(|entry| entry.row.leaving.as_ref()) {
        None => Ok(()),
        Some(action) => Err(Refused::new(
            http::StatusCode::CONFLICT,
            format!(
                "{name} is about to be removed by the action {action}. Nothing was changed; undo that action, or \
                 wait until it has ended"
            ),
        )),
    }
}

/// What is sent to Fleet.
enum Call {
    Create { options: Vec<UnitOption>, desired: DesiredState },
    SetDesired(DesiredState),
    Destroy,
}

/// How a call ended: for the record and for whoever sent it.
struct End {
    outcome: Outcome,
    note: String,
    answer: Result<Answer, Refused>,
}

impl Call {
    /// The state that the unit shall have; none if it shall be gone.
    fn leads_to(&self) -> Option<DesiredState> {
        match self {
            Self::Create { desired, .. } | Self::SetDesired(desired) => Some(*desired),
            Self::Destroy => None,
        }
    }

    /// Sends it, and looks what is so if the answer was lost.
    async fn carry_out(&self, cluster: &Cluster, name: &UnitName) -> End {
        let client = cluster.client().with_turn_limit(cluster.waits().turn);
        let writing = cluster.writing(name);
        let sent = self.send(&client, name).await;
        drop(writing);
        cluster.wrote();
        match sent {
            Ok(answer) => End::of(answer),
            Err(error) if error.may_have_happened() => self.look(cluster, name, &error).await,
            Err(error) => End::failed(error.into()),
        }
    }

    /// `None`: there was nothing to destroy.
    async fn send(&self, client: &FleetClient, name: &UnitName) -> Result<Option<Answer>, FleetError> {
        Ok(match self {
            Self::Create { options, desired } => Some(match client.create(name, options, *desired).await? {
                PutOutcome::Created => Answer::Created,
                PutOutcome::Updated => Answer::NoContent,
            }),
            Self::SetDesired(desired) => {
                client.set_desired(name, *desired).await?;
                Some(Answer::NoContent)
            }
            Self::Destroy => match client.destroy(name).await? {
                DestroyOutcome::Destroyed => Some(Answer::NoContent),
                DestroyOutcome::WasAbsent => None,
            },
        })
    }

    /// The answer was lost or says nothing certain: what is so is read from the unit itself.
    async fn look(&self, cluster: &Cluster, name: &UnitName, error: &FleetError) -> End {
        let error = told(error);
        let found = match look_up(cluster, name).await {
            Ok(unit) if self.is_so(unit.as_ref()) => {
                let note = format!("{error} Read right after, it was as asked.");
                return End { outcome: Outcome::Done, note, answer: Ok(Answer::NoContent) };
            }
            Ok(None) => "Read right after, the unit was not there".to_owned(),
            Ok(Some(unit)) => {
                let desired = unit.desired_state.map_or("unknown", DesiredState::as_str);
                let options = match self {
                    Self::Create { options, .. } if UnitHash::of(&unit.options) != UnitHash::of(options) => {
                        " with other options"
                    }
                    _ => "",
                };
                format!("Read right after, the unit was there{options}, desired state {desired}")
            }
            Err(unread) => format!("Nor could the unit be read: {}", told(&unread)),
        };
        let note = format!(
            "{error} Whether this was done, or will be, is not known. {}. Read it again before you send this again.",
            found.trim_end_matches('.')
        );
        // No end is known: the line says so, and stays open.
        End { outcome: Outcome::Open, answer: Err(Refused::unavailable(note.clone())), note }
    }

    fn is_so(&self, unit: Option<&Unit>) -> bool {
        match (self, unit) {
            (Self::Destroy, None) => true,
            (Self::SetDesired(desired), Some(unit)) => unit.desired_state == Some(*desired),
            (Self::Create { options, desired }, Some(unit)) => {
                unit.desired_state == Some(*desired) && UnitHash::of(&unit.options) == UnitHash::of(options)
            }
            _ => false,
        }
    }
}

impl End {
    fn of(answer: Option<Answer>) -> Self {
        match answer {
            Some(answer) => Self { outcome: Outcome::Done, note: String::new(), answer: Ok(answer) },
            None => Self::failed(Refused::not_found("unit does not exist")),
        }
    }

    fn failed(refused: Refused) -> Self {
        Self { outcome: Outcome::Failed, note: refused.message.clone(), answer: Err(refused) }
    }
}
