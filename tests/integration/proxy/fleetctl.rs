//! fleetctl through the proxy: every command, its calls to the letter, from an empty cluster to running units and back.

mod tls;
mod tool;
mod wire;

use fleet_sim::{Fault, FaultRule};
use shared::audit::Outcome;

use crate::harness::{Setup, TestApp, names, quick, written};

use tool::Fleetctl;
use wire::Wire;

const FILE: &str = "[Unit]\nDescription=a <b> & \"c\"\n\n[Service]\nExecStart=/bin/run %p %i\n";
const OTHER: &str = "[Service]\nExecStart=/bin/run other\n";

/// fleetctl with the endpoint `http://any:TOKEN@host`.
async fn fleetctl(app: &TestApp) -> Fleetctl {
    let http = reqwest::Client::builder().no_proxy().http1_only().build().unwrap();
    Fleetctl::new(Wire::new(http, &endpoint(app).await))
}

/// The server's address with a new token in it.
async fn endpoint(app: &TestApp) -> String {
    let token = app.token().await.bearer();
    app.url.replacen("://", &format!("://any:{token}@"), 1)
}

#[tokio::test]
async fn from_an_empty_cluster_to_running_and_back() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    assert_eq!(fleetctl.list_machines().await.unwrap().len(), 3);
    assert_eq!(fleetctl.list_units().await.unwrap(), [""; 0]);
    assert_eq!(fleetctl.list_unit_files().await.unwrap(), [""; 0]);

    let unit = "example:1.0.0@1.service";
    fleetctl.submit("example:1.0.0@.service", Some(FILE)).await.unwrap();
    fleetctl.submit(unit, None).await.unwrap();
    assert_eq!(fleetctl.cat(unit).await.unwrap(), FILE);
    fleetctl.load(unit, None).await.unwrap();
    fleetctl.start(unit, None).await.unwrap();
    let units = fleetctl.list_units().await.unwrap();
    assert!(units.len() == 1 && units[0].contains(" active running "), "{units:?}");
    let files = fleetctl.list_unit_files().await.unwrap();
    assert!(
        files.iter().any(|line| line.starts_with(unit) && line.contains(" launched launched ")),
        "{files:?}"
    );
    fleetctl.stop(unit).await.unwrap();
    fleetctl.unload(unit).await.unwrap();
    fleetctl.destroy(unit).await.unwrap();
    fleetctl.destroy("example:1.0.0@.service").await.unwrap();
    assert_eq!(
        written(&app.fleet),
        [
            "PUT example:1.0.0@.service inactive",
            "PUT example:1.0.0@1.service inactive",
            "PUT example:1.0.0@1.service loaded",
            "PUT example:1.0.0@1.service launched",
            "PUT example:1.0.0@1.service loaded",
            "PUT example:1.0.0@1.service inactive",
            "DELETE example:1.0.0@1.service",
            "DELETE example:1.0.0@.service",
        ]
    );
    assert_eq!(names(&app.fleet), [""; 0]);
    assert!(app.admin("ada").await.record().await.iter().all(|row| row.outcome != Outcome::Failed));
}

#[tokio::test]
async fn start_does_all_of_it_and_twice_is_once() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    for _ in 0..2 {
        fleetctl.start("web.service", Some(FILE)).await.unwrap();
    }
    assert_eq!(written(&app.fleet), ["PUT web.service inactive", "PUT web.service launched"]);
    // Without --replace another file changes nothing.
    fleetctl.start("web.service", Some(OTHER)).await.unwrap();
    assert_eq!(fleetctl.cat("web.service").await.unwrap(), FILE);
}

#[tokio::test]
async fn a_global_unit_is_judged_by_its_desired_state() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    let file = format!("{FILE}\n[X-Fleet]\nGlobal=true\n");
    fleetctl.start("everywhere.service", Some(&file)).await.unwrap();
    fleetctl.unload("everywhere.service").await.unwrap();
    fleetctl.destroy("everywhere.service").await.unwrap();
    assert_eq!(names(&app.fleet), [""; 0]);
}

#[tokio::test]
async fn replace_works_on_what_does_not_run_and_says_why_not_on_what_does() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    let replacing = fleetctl.replace();
    fleetctl.submit("web.service", Some(FILE)).await.unwrap();
    replacing.submit("web.service", Some(OTHER)).await.unwrap();
    assert_eq!(fleetctl.cat("web.service").await.unwrap(), OTHER);
    replacing.load("web.service", Some(FILE)).await.unwrap();
    replacing.load("web.service", Some(OTHER)).await.unwrap();
    fleetctl.start("web.service", None).await.unwrap();

    let before = written(&app.fleet);
    let words = replacing.start("web.service", Some(FILE)).await.unwrap_err();
    assert!(words.starts_with("googleapi: Error 409: must provide DesiredState"), "{words}");
    assert!(
        words.contains("would stop web.service") && words.contains("fleetctl unload web.service"),
        "{words}"
    );
    assert_eq!(written(&app.fleet), before, "nothing was sent");
    assert_eq!(fleetctl.cat("web.service").await.unwrap(), OTHER);

    // What the words say works.
    fleetctl.unload("web.service").await.unwrap();
    replacing.start("web.service", Some(FILE)).await.unwrap();
    assert_eq!(fleetctl.cat("web.service").await.unwrap(), FILE);
}

#[tokio::test]
async fn lists_of_several_pages_come_zipped_and_whole() {
    let app = Setup::new().over(super::lists::still(250)).start().await;
    let fleetctl = fleetctl(&app).await;
    assert_eq!(fleetctl.list_unit_files().await.unwrap().len(), 250);
    assert_eq!(fleetctl.list_units().await.unwrap().len(), 250);
}

#[tokio::test]
async fn it_is_told_in_words_what_went_wrong() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    let words = fleetctl.start("sshd.service", Some(FILE)).await.unwrap_err();
    assert!(words.contains("Error 400: sshd.service is the name of a unit of the machine itself"), "{words}");
    let words = fleetctl.submit("a.service", Some("[Service]\nExecStart=/a\\\n")).await.unwrap_err();
    assert!(words.contains("Error 400: option 1, Service/ExecStart"), "{words}");
    let words = fleetctl.stop("absent.service").await.unwrap_err();
    assert_eq!(words, "Unit absent.service not found");
    fleetctl.submit("a.service", Some(FILE)).await.unwrap();
    app.fleet.faults().add(FaultRule::new(Fault::CutConnection).method("DELETE").times(1));
    let words = fleetctl.destroy("a.service").await.unwrap_err();
    assert!(words.contains("Error 503: ") && words.contains("is not known"), "{words}");
    fleetctl.destroy("a.service").await.unwrap();
    // A wrong token.
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let stranger = Fleetctl::new(Wire::new(http, &app.url.replacen("://", "://any:qd_nonsense@", 1)));
    let words = stranger.list_units().await.unwrap_err();
    assert!(words.starts_with("googleapi: Error 401: "), "{words}");
}

#[tokio::test]
async fn lost_answers_do_not_stop_it() {
    let app = Setup::new().fleet(quick()).start().await;
    let fleetctl = fleetctl(&app).await;
    for method in ["PUT", "DELETE"] {
        app.fleet.faults().add(FaultRule::new(Fault::LoseAnswer).method(method).every(1));
    }
    fleetctl.start("web.service", Some(FILE)).await.unwrap();
    fleetctl.unload("web.service").await.unwrap();
    fleetctl.destroy("web.service").await.unwrap();
    assert_eq!(names(&app.fleet), [""; 0]);
}
