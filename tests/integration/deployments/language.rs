//! What a deployment says is told to each in their language, whoever made it say so and whenever.

use serde_json::json;
use shared::action::ActionDetail;
use shared::plan::{Plan, Warning};

use super::{Command, deploy, deployed, lines, reason};
use crate::harness::CLUSTER;

#[tokio::test]
async fn plans_notes_and_pauses_are_in_the_language_of_whoever_reads_them() {
    let (app, ada) = deployed(json!({})).await;
    let german = ada.in_german();
    app.fleet.fail_start("example:2.0.0@*");

    let (plan, plan_de): (Plan, Plan) =
        (ada.plan(&deploy("latest")).await, german.plan(&deploy("latest")).await);
    assert_eq!(plan.hash, plan_de.hash, "a plan is the same in each language");
    assert_eq!(plan.summary, "Deploy 3 instances of example latest");
    assert_eq!(plan_de.summary, "3 Instanzen von example latest ausrollen");
    let notes = |plan: &Plan| -> Vec<String> {
        plan.warnings
            .iter()
            .filter_map(|warning| match warning {
                Warning::Note { text } => Some(text.clone()),
                _ => None,
            })
            .collect()
    };
    assert!(notes(&plan).iter().any(|note| note.starts_with("The tag latest moves")), "{:?}", notes(&plan));
    assert!(
        notes(&plan_de).iter().any(|note| note.starts_with("Das Tag latest wandert")),
        "{:?}",
        notes(&plan_de)
    );

    // Begun in German: what it says is everybody's all the same.
    let action = german.begin(&deploy("2.0.0")).await;
    let paused = ada.until_paused(&action.id).await;
    assert!(reason(&paused).starts_with("example:2.0.0@1.service failed on"), "{}", reason(&paused));
    let path = format!("{CLUSTER}/actions/{}", action.id);
    let paused_de: ActionDetail = german.get(&path).await.json();
    assert!(
        reason(&paused_de).starts_with("example:2.0.0@1.service ist fehlgeschlagen auf"),
        "{}",
        reason(&paused_de)
    );
    assert!(lines(&paused_de).iter().any(|line| line.starts_with("Pausiert: ")), "{:?}", lines(&paused_de));
    ada.say(&action.id, Command::Abort).await;
    ada.ended(&action.id).await;
    let aborted: ActionDetail = german.get(&path).await.json();
    assert!(lines(&aborted).contains(&"ada hat es abgebrochen."), "{:?}", lines(&aborted));

    // The record was written in English, and is read so.
    let record = german.record().await;
    assert!(record.iter().any(|row| row.summary.starts_with("Deploy 3 instances")), "{record:?}");
}
