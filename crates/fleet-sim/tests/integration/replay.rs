//! What real Fleet daemons answered, asked again: the recorded requests in their order, and a score.
//!
//! Compared are status, media type, `Location`, message, every entity, every hash, and what is left out. Not compared: on which
//! machine a unit was placed, the JSON parser's own words, addresses of machines, the numbers of `/metrics`, and the order of
//! states and machines.

mod compare;
mod score;
mod transcript;

use std::collections::BTreeSet;

use self::compare::Essence;
use self::score::Score;
use self::transcript::{Case, Record};
use crate::client::TestFleet;

/// How much of the record has to be given again, whatever the list of deviations says.
const ENOUGH_PERCENT: f64 = 95.0;
/// How long the cluster may take, in its own time, to get where the record got.
const PATIENCE_STEPS: usize = 240;
const STEP_MS: u64 = 250;

#[tokio::test]
async fn the_recorded_answers_are_given_again() {
    let fleet = TestFleet::empty().await;
    let mut score = Score::default();
    let mut differences = Vec::new();
    for record in transcript::read() {
        match record {
            Record::Pause(time) => fleet.sim.advance(time),
            Record::Step(request) => drop(fleet.send_raw(&request.to_bytes()).await),
            Record::Case(case) => {
                let (wanted, got) = ask(&fleet, &case).await;
                score.count(&case.group, wanted == got);
                if wanted != got {
                    differences.push((case.id, format!("{}\nwanted {wanted:#?}\ngot {got:#?}", case.note)));
                }
            }
        }
    }
    score.publish();

    let different: BTreeSet<&str> = differences.iter().map(|(id, _)| id.as_str()).collect();
    let unexplained: Vec<_> =
        differences.iter().filter(|(id, _)| !known_deviations().contains(id.as_str())).collect();
    assert!(unexplained.is_empty(), "answered otherwise than recorded: {unexplained:#?}");
    let overcome: Vec<_> = known_deviations().into_iter().filter(|id| !different.contains(id)).collect();
    assert!(overcome.is_empty(), "answered as recorded, so DEVIATIONS.md should not list them: {overcome:?}");
    assert!(score.percent() >= ENOUGH_PERCENT, "{score}");
}

/// The recorded answer and the one that is given now, after some time if the record took some.
async fn ask(fleet: &TestFleet, case: &Case) -> (Essence, Essence) {
    let wanted = Essence::of_record(case);
    let request = case.request.to_bytes();
    for _ in 0..if case.request.poll { PATIENCE_STEPS } else { 0 } {
        let got = Essence::of_answer(case, &fleet.send_raw(&request).await);
        if got == wanted {
            return (wanted, got);
        }
        fleet.sim.advance(std::time::Duration::from_millis(STEP_MS));
    }
    let got = Essence::of_answer(case, &fleet.send_raw(&request).await);
    (wanted, got)
}

/// The cases in the table of the crate's documentation.
fn known_deviations() -> BTreeSet<&'static str> {
    include_str!("../../DEVIATIONS.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(id, _)| id))
        .collect()
}
