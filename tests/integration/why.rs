//! Why units do not run: that the reasons are those of the scheduler, and that the page is told.

mod scheduler;
mod without;

use fleet::DesiredState;
use fleet_sim::{MetadataChange, SimHandle, UnitPut};
use serde_json::Value;
use shared::view::{UnitDetail, UnitRow};
use shared::why::ObstacleKind;

use crate::harness::{CLUSTER, Client, Setup, eventually, options, quick, running};

async fn row(admin: &Client, unit: &str) -> Option<UnitRow> {
    admin.snapshot().await.units.into_iter().find(|row| row.name.as_str() == unit)
}

async fn told(admin: &Client, unit: &str, wanted: &str) {
    eventually(&format!("{unit}: {wanted}"), async || {
        let row = row(admin, unit).await?;
        row.why.is_some_and(|why| &*why == wanted).then_some(())
    })
    .await;
}

async fn detail(admin: &Client, unit: &str) -> UnitDetail {
    admin.get(&format!("{CLUSTER}/units/{unit}")).await.json()
}

fn four() -> SimHandle {
    let unit_file = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=example:*@*.service\n";
    let units = [1, 2, 3, 4].map(|number| format!("example:1.0.0@{number}.service"));
    running(quick(), unit_file, &units.each_ref().map(String::as_str))
}

#[tokio::test]
async fn a_unit_without_a_machine_says_what_is_in_its_way() {
    let fleet = four();
    let app = Setup::new().over(fleet.clone()).start().await;
    let admin = app.admin("ada").await;
    let unit = "example:1.0.0@4.service";
    told(&admin, unit, "all 3 machines already hold example:*@*.service").await;
    let why = detail(&admin, unit).await.why.unwrap();
    assert_eq!(why.headline, "all 3 machines already hold example:*@*.service");
    assert_eq!(why.machines.len(), 3);
    for machine in &why.machines {
        assert_eq!(machine.obstacles[0].kind, ObstacleKind::OwnConflicts);
        let other = machine.obstacles[0].unit.as_ref().unwrap().as_str();
        let there = row(&admin, other).await.unwrap();
        assert_eq!(there.machine.as_ref(), Some(&machine.machine));
    }
    let well = detail(&admin, "example:1.0.0@1.service").await;
    assert_eq!((well.unit.why, well.why), (None, None));
}

#[tokio::test]
async fn the_reason_follows_the_cluster() {
    let fleet = four();
    let app = Setup::new().over(fleet.clone()).start().await;
    let admin = app.admin("ada").await;
    let unit = "example:1.0.0@4.service";
    told(&admin, unit, "all 3 machines already hold example:*@*.service").await;
    // Away from Europe: a machine is relabelled, and the unit asks for what it lost.
    let pinned = options(
        "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=example:*@*.service\nMachineMetadata=region=eu\n",
    );
    fleet.put_unit(unit, UnitPut::new(pinned, DesiredState::Launched)).unwrap();
    app.server.clusters.default_cluster().wake();
    told(&admin, unit, "3 machines: 2 already hold example:*@*.service, 1 lacks region=eu").await;
    let machines = fleet.machines();
    let change = machines.iter().map(|machine| MetadataChange {
        machine: machine.id.to_string(),
        key: "region".to_owned(),
        value: Some("mars".to_owned()),
    });
    fleet.with_sim(|sim| sim.change_metadata(change.collect()));
    app.server.clusters.default_cluster().wake();
    told(&admin, unit, "no machine has region=eu").await;
    // And when it fits again it is placed, and nothing is left to say.
    fleet.delete_unit("example:1.0.0@1.service").unwrap();
    let free = options("[Service]\nExecStart=/bin/run\n");
    fleet.put_unit(unit, UnitPut::new(free, DesiredState::Launched)).unwrap();
    fleet.put_unit("example:1.0.0@2.service", UnitPut::state(DesiredState::Inactive)).unwrap();
    fleet.put_unit("example:1.0.0@3.service", UnitPut::state(DesiredState::Inactive)).unwrap();
    eventually("the unit runs and has no reason", async || {
        app.server.clusters.default_cluster().wake();
        let row = row(&admin, unit).await?;
        (row.machine.is_some() && row.why.is_none() && !row.states.is_empty()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_failed_unit_says_who_would_start_it_again() {
    let fleet = SimHandle::new(quick());
    fleet.fail_start("broken.service");
    let unit_file = options("[Service]\nExecStart=/bin/run\n");
    fleet.put_unit("broken.service", UnitPut::new(unit_file, DesiredState::Launched)).unwrap();
    let app = Setup::new().over(fleet.clone()).start().await;
    let admin = app.admin("ada").await;
    app.server.clusters.default_cluster().look();
    told(&admin, "broken.service", "its process failed, and no Restart= starts it again").await;
    let bytes = admin.get(&format!("{CLUSTER}/snapshot")).await.json::<Value>()["units"][0].to_string().len();
    assert!(bytes <= 300, "{bytes} bytes");
}
