//! An action's calls to Fleet, as the record has them: before they are sent, each with what was there and what shall be; and at
//! the end which of them were not sent, or failed.

use std::collections::BTreeMap;

use fleet::{DesiredState, UnitName};
use say::server::record;
use shared::action::Progress;
use shared::course::StepAt;
use shared::plan::{PlanUnit, Step};

/// One line a call: "PUT /fleet/v1/units/example@1.service: loaded, was launched".
pub(super) fn planned<'a>(
    steps: impl IntoIterator<Item = &'a Step>,
    before: &BTreeMap<UnitName, PlanUnit>,
) -> Vec<String> {
    // What the calls before it have made of a unit.
    let mut made: BTreeMap<&UnitName, Option<DesiredState>> = BTreeMap::new();
    let mut lines = Vec::new();
    for step in steps {
        let Some(call) = step.call() else { continue };
        let after = match step {
            Step::Create { desired, .. } | Step::SetDesired { desired, .. } => Some(*desired),
            _ => None,
        };
        let there = before.get(step.unit()).map(|unit| unit.row.desired);
        let was = made.insert(step.unit(), after).unwrap_or(there);
        let call = format!("{} {}", call.method, call.path);
        lines.push(match (after, was) {
            (Some(after), Some(was)) => record::call_sets(&call, &after.as_str(), &was.as_str()),
            (Some(after), None) => record::call_makes(&call, &after.as_str()),
            (None, Some(was)) => record::call_takes(&call, &was.as_str()),
            (None, None) => record::call_takes_nothing(&call),
        });
    }
    lines
}

/// What did not become of the calls as it was planned, in sentences; empty: all of them were made. How many comes first: a
/// note of the record has an end.
pub(super) fn ended<'a>(steps: impl IntoIterator<Item = &'a Step>, at: &[StepAt]) -> String {
    let (mut failed, mut unsent) = (Vec::new(), Vec::new());
    let nothing = StepAt::default();
    let mut all = 0;
    for (step, at) in steps.into_iter().zip(at.iter().chain(std::iter::repeat(&nothing))) {
        let Some(call) = step.call() else { continue };
        all += 1;
        let name = || format!("{} {}", call.method, call.path);
        match at.progress {
            Progress::Done => {}
            _ if at.began_ms.is_some() => failed.push(name()),
            _ => unsent.push(name()),
        }
    }
    let mut words = String::new();
    if !failed.is_empty() {
        words = record::calls_failed(&failed.len(), &all, &failed.join(", "));
    }
    if !unsent.is_empty() {
        let unsent = match unsent.len() {
            some if some == all => record::no_call_sent().to_owned(),
            some => record::calls_unsent(&some, &all, &unsent.join(", ")),
        };
        words = [words, unsent].join(" ").trim_start().to_owned();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> UnitName {
        UnitName::parse(name).unwrap()
    }

    #[test]
    fn each_call_says_what_was_and_what_shall_be() {
        let a = || unit("a@1.service");
        let steps = [
            Step::Create { unit: a(), options: Vec::new(), desired: DesiredState::Launched },
            Step::WaitRunning { unit: a() },
            Step::SetDesired { unit: a(), desired: DesiredState::Loaded },
            Step::Destroy { unit: a() },
            Step::Destroy { unit: unit("b@1.service") },
        ];
        assert_eq!(
            planned(&steps, &BTreeMap::new()),
            [
                "PUT /fleet/v1/units/a@1.service: launched, was not there",
                "PUT /fleet/v1/units/a@1.service: loaded, was launched",
                "DELETE /fleet/v1/units/a@1.service: was loaded",
                "DELETE /fleet/v1/units/b@1.service: was not there",
            ]
        );
    }

    #[test]
    fn the_end_names_what_was_not_done() {
        let steps = ["a", "b", "c"].map(|name| Step::Destroy { unit: unit(&format!("{name}@1.service")) });
        let at = |progress, began_ms| StepAt { progress, began_ms, ..StepAt::default() };
        let done = at(Progress::Done, Some(1));
        let (failed, left_out) = (at(Progress::Failed, Some(1)), at(Progress::LeftOut, None));
        assert_eq!(ended(&steps, &[done.clone(), done.clone(), done.clone()]), "");
        assert_eq!(
            ended(&steps, &[done, failed, left_out]),
            "1 of 3 calls failed, or are not known to be done: DELETE /fleet/v1/units/b@1.service. 1 of 3 calls were not \
             sent: DELETE /fleet/v1/units/c@1.service."
        );
        assert_eq!(ended(&steps, &[]), "None of its calls was sent.");
    }
}
