//! The record comes first, at every endpoint: what it can't take is not done, and what is refused stands in it.

use std::collections::BTreeSet;

use reqwest::Method;
use shared::audit::Outcome;

use super::{Scene, found, table::Case, table::table};
use crate::harness::written;
use crate::reading::stored;

/// What is done without a line, and why.
const WITHOUT_A_LINE: [(&str, &str); 2] = [
    ("ask_pairing", "it gives a display a code to show, which is nothing until somebody confirms it"),
    ("begin_totp", "it shows a secret that is nothing until `confirm_totp` has a code of it"),
];

#[tokio::test]
async fn what_can_not_be_recorded_is_done_at_no_endpoint() {
    let scene = Scene::set().await;
    let operations = scene.operations().await;
    scene.app.break_record().await;
    let (before, sent) = (stored(&scene.app).await, written(&scene.app.fleet));
    let mut refused = 0;
    for row in table() {
        let (_, method, path, _) = found(&operations, &row);
        if method == Method::GET || WITHOUT_A_LINE.iter().any(|(id, _)| *id == row.id) {
            continue;
        }
        let (status, text) = scene.ask(&scene.ada, method, path, &row.body).await;
        refused += usize::from(status == 500);
        // What is no change may go well, and what is wrong anyway be told as that.
        assert!(stored(&scene.app).await == before, "{} was done: {status} {text}", row.id);
        assert_eq!(written(&scene.app.fleet), sent, "{}", row.id);
    }
    assert!(refused > 25, "{refused} writes were held up by the record");
}

#[tokio::test]
async fn what_is_refused_stands_in_the_record() {
    let scene = Scene::set().await;
    let operations = scene.operations().await;
    let mut verbs = BTreeSet::new();
    for row in table().into_iter().filter(|row| matches!(row.under, Case::Viewer(403))) {
        let (_, method, path, _) = found(&operations, &row);
        let (_, text) = scene.ask(&scene.vera, method, path, &row.body).await;
        let (_, verb) = text.split_once("the right '").unwrap_or_else(|| panic!("{}: {text}", row.id));
        verbs.insert(verb.split_once('\'').unwrap().0.to_owned());
    }
    assert!(verbs.len() > 5, "{verbs:?}");
    let record = scene.ada.record().await;
    let told = record.iter().filter(|row| row.actor == "vera" && row.outcome == Outcome::Refused);
    let told: BTreeSet<String> = told.map(|row| row.verb.clone()).collect();
    assert_eq!(told, verbs);
}
