//! What is forgotten once a day, and what never is.

use shared::ClusterName;
use shared::action::ActionState;

use crate::harness::{ANYWHERE, Setup, eventually, launch, quick, remove_unit};

const DAY_MS: u64 = 86_400_000;

#[tokio::test]
async fn history_has_an_end_and_what_runs_is_still_known_to_be_from_here() {
    let setup = Setup::new().fleet(quick()).env("QUARTERDECK_KEEP_DAYS", "1");
    let app = setup.env("QUARTERDECK_KEEP_ACTIONS", "1").start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    let launched = app.carry_out(&ada, &launch("example", "1.0.0", 2)).await;
    let removed = app.carry_out(&ada, &remove_unit("example:1.0.0@1.service")).await;
    assert_eq!((launched.view.state, removed.view.state), (ActionState::Done, ActionState::Done));
    let (store, cluster) = (&app.server.store, ClusterName::parse("default").unwrap());
    assert_eq!(store.created_units(&cluster).await.unwrap().len(), 2);

    // What a state is still shown of counts as there.
    eventually("nothing is shown of what was removed", async || {
        app.server.clusters.default_cluster().look();
        app.server.clusters.default_cluster().snapshot().leftovers.is_empty().then_some(())
    })
    .await;
    app.clock.advance(2 * DAY_MS);
    eventually("what is old and gone is forgotten", async || {
        // At a moment at which Fleet can't be read, names are kept for a day more.
        app.clock.advance(DAY_MS);
        (store.created_units(&cluster).await.unwrap().len() < 2).then_some(())
    })
    .await;
    let left: Vec<_> = store.recent_actions(&cluster, 9).await.unwrap();
    assert_eq!(
        left.iter().map(|head| &head.id).collect::<Vec<_>>(),
        [&removed.view.id],
        "the last one is kept"
    );
    let created = store.created_units(&cluster).await.unwrap();
    let created: Vec<_> = created.iter().map(|unit| unit.as_str()).collect();
    assert_eq!(created, ["example:1.0.0@2.service"], "it runs, so it is not taken for nobody's");
}
