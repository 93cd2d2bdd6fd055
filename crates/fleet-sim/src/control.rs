//! A way for tests in another process to move the clock and to make things go wrong: plain JSON over POST.
//!
//! Whoever reaches it can cut the cluster off, so it has a listener of its own and is never part of the API. It owns no
//! behaviour: every path is one call of [`SimHandle`].

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::{Fault, FaultRule};
use crate::handle::SimHandle;
use crate::sim::Loss;

/// The control API of a cluster.
///
/// | path | body | effect |
/// |---|---|---|
/// | `POST /down`, `/unavailable`, `/up` | | cut every connection; answer 503; end both |
/// | `POST /advance` | `{"seconds":5}` | move the clock |
/// | `POST /machines/{id}/lose`, `…/return` | | power off, power on |
/// | `POST /machines/{id}/stop`, `…/kill` | | its daemon ends, orderly or not; `…/return` starts it again |
/// | `POST /machines/{id}/flap` | `{"seconds":10,"by":"stop"}` | goes and returns, again and again; `lose` if not said how |
/// | `POST /units/fail-start` | `{"units":"web:*"}` | these units fail when they start |
/// | `POST /units/slow-pull`, `/units/die-after` | `{"units":"web:*","seconds":5}` | slow images; early deaths |
/// | `POST /faults` | see [`FaultRule`]: `{"fault":{"status":503},"after":10,"every":3,"times":5}` | a fault of the API |
/// | `POST /clear` | | take back all of the above but the clock and lost machines |
/// | `GET /requests` | | how many requests reached the API, by method |
/// | `POST /requests/clear` | | forget them |
pub fn control_router(handle: SimHandle) -> Router {
    Router::new()
        .route("/down", post(cut_connections))
        .route("/unavailable", post(answer_unavailable))
        .route("/up", post(end_outage))
        .route("/advance", post(advance_clock))
        .route("/machines/{id}/lose", post(lose_machine))
        .route("/machines/{id}/stop", post(stop_daemon))
        .route("/machines/{id}/kill", post(kill_daemon))
        .route("/machines/{id}/return", post(return_machine))
        .route("/machines/{id}/flap", post(flap_machine))
        .route("/units/fail-start", post(fail_start))
        .route("/units/slow-pull", post(slow_pull))
        .route("/units/die-after", post(die_after))
        .route("/faults", post(add_fault))
        .route("/clear", post(clear_faults))
        .route("/requests", get(count_requests))
        .route("/requests/clear", post(clear_requests))
        .with_state(handle)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    units: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimedUnits {
    units: String,
    seconds: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flap {
    seconds: f64,
    #[serde(default)]
    by: HowItGoes,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum HowItGoes {
    #[default]
    Lose,
    Stop,
    Kill,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFault {
    fault: FaultKind,
    method: Option<String>,
    path: Option<String>,
    after: Option<u64>,
    every: Option<u64>,
    times: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FaultKind {
    Status(u16),
    DelayMs(u64),
    CutConnection,
    LoseAnswer,
    CutBody,
    OmitUnits(String),
    HalfList,
    HalfPage,
    ShortList(usize),
}

type Done = Result<StatusCode, (StatusCode, String)>;

const DONE: Done = Ok(StatusCode::NO_CONTENT);

async fn cut_connections(State(sim): State<SimHandle>) -> Done {
    sim.set_down(true);
    DONE
}

async fn answer_unavailable(State(sim): State<SimHandle>) -> Done {
    sim.set_unavailable(true);
    DONE
}

async fn end_outage(State(sim): State<SimHandle>) -> Done {
    sim.set_down(false);
    DONE
}

async fn advance_clock(State(sim): State<SimHandle>, Json(body): Json<Advance>) -> Done {
    sim.advance(seconds(body.seconds)?);
    DONE
}

async fn lose_machine(State(sim): State<SimHandle>, Path(id): Path<String>) -> Done {
    known(sim.lose_machine(&id), "no such machine runs")
}

async fn stop_daemon(State(sim): State<SimHandle>, Path(id): Path<String>) -> Done {
    known(sim.lose_machine_by(&id, Loss::DaemonStopped), "no such machine runs")
}

async fn kill_daemon(State(sim): State<SimHandle>, Path(id): Path<String>) -> Done {
    known(sim.lose_machine_by(&id, Loss::DaemonKilled), "no such machine runs")
}

async fn flap_machine(State(sim): State<SimHandle>, Path(id): Path<String>, Json(body): Json<Flap>) -> Done {
    let by = match body.by {
        HowItGoes::Lose => Loss::PowerCut,
        HowItGoes::Stop => Loss::DaemonStopped,
        HowItGoes::Kill => Loss::DaemonKilled,
    };
    known(sim.flap_machine(&id, seconds(body.seconds)?, by), "no such machine")
}

async fn return_machine(State(sim): State<SimHandle>, Path(id): Path<String>) -> Done {
    known(sim.return_machine(&id), "no such machine is lost")
}

async fn fail_start(State(sim): State<SimHandle>, Json(body): Json<Units>) -> Done {
    sim.fail_start(&body.units);
    DONE
}

async fn slow_pull(State(sim): State<SimHandle>, Json(body): Json<TimedUnits>) -> Done {
    sim.slow_pull(&body.units, seconds(body.seconds)?);
    DONE
}

async fn die_after(State(sim): State<SimHandle>, Json(body): Json<TimedUnits>) -> Done {
    sim.die_after(&body.units, seconds(body.seconds)?);
    DONE
}

async fn add_fault(State(sim): State<SimHandle>, Json(body): Json<NewFault>) -> Done {
    let mut rule = FaultRule::new(match body.fault {
        FaultKind::Status(status) => Fault::Status(status),
        FaultKind::DelayMs(time) => Fault::Delay(Duration::from_millis(time)),
        FaultKind::CutConnection => Fault::CutConnection,
        FaultKind::LoseAnswer => Fault::LoseAnswer,
        FaultKind::CutBody => Fault::CutBody,
        FaultKind::OmitUnits(pattern) => Fault::OmitUnits(pattern),
        FaultKind::HalfList => Fault::HalfList,
        FaultKind::HalfPage => Fault::HalfPage,
        FaultKind::ShortList(length) => Fault::ShortList(length),
    });
    if let Some(method) = body.method {
        rule = rule.method(&method);
    }
    if let Some(path) = body.path {
        rule = rule.path(&path);
    }
    if let Some(after) = body.after {
        rule = rule.after(after);
    }
    if let Some(every) = body.every {
        rule = rule.every(every);
    }
    if let Some(times) = body.times {
        rule = rule.times(times);
    }
    sim.faults().add(rule);
    DONE
}

async fn clear_faults(State(sim): State<SimHandle>) -> Done {
    sim.faults().clear();
    sim.clear_scripts();
    DONE
}

async fn count_requests(State(sim): State<SimHandle>) -> Json<Value> {
    let by_method = sim.request_counts();
    Json(json!({ "total": by_method.values().sum::<u64>(), "by_method": by_method }))
}

async fn clear_requests(State(sim): State<SimHandle>) -> Done {
    sim.clear_requests();
    DONE
}

fn seconds(number: f64) -> Result<Duration, (StatusCode, String)> {
    Duration::try_from_secs_f64(number).map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))
}

fn known(is_known: bool, complaint: &str) -> Done {
    if is_known { DONE } else { Err((StatusCode::NOT_FOUND, complaint.to_owned())) }
}
