//! Every role against every verb, by a call that needs that verb and nothing else.

use reqwest::Method;
use serde_json::{Value, json};
use shared::RoleName;
use shared::plan::PlanRequest;
use shared::policy::{BUILT_IN, Verb, Verbs};

use super::two_apps;
use crate::harness::{CLUSTER, launch, remove_unit, scale};

/// A call that needs the verb, and what comes of it then. Those that would change something are wrong in a way that is
/// looked at after the policy was asked, only plan, or make a unit of their own, numbered `instance`; `None` where no call
/// needs the verb alone yet.
fn call(verb: Verb, instance: usize) -> Option<(Method, String, Value, u16)> {
    let planned = |request: PlanRequest, status: u16| {
        Some((Method::POST, format!("{CLUSTER}/plans"), serde_json::to_value(request).unwrap(), status))
    };
    let plan = |request: PlanRequest| planned(request, 200);
    let get = |path: &str| Some((Method::GET, path.to_owned(), Value::Null, 200));
    match verb {
        Verb::View => get(&format!("{CLUSTER}/actions")),
        // How much is shown goes by it, not whether; logs are not served yet; force is asked for beside another verb.
        Verb::ViewSpec | Verb::Logs | Verb::Force => None,
        Verb::Launch => plan(launch("web-a", "1", 1)),
        Verb::Scale => plan(scale("web-a", "1", 3)),
        Verb::Deploy => plan(PlanRequest::Deploy {
            app: "web-a".parse().unwrap(),
            version: "2".parse().unwrap(),
            count: None,
            strategy: None,
        }),
        Verb::Rollback => {
            // There is no such deployment to go back from.
            let request = PlanRequest::RollBack {
                app: "web-a".parse().unwrap(),
                action: "0".parse().unwrap(),
                skip_gates: false,
                to: shared::plan::BackTo::default(),
            };
            planned(request, 404)
        }
        Verb::Restart => plan(PlanRequest::RestartApp { app: "web-a".parse().unwrap(), version: None }),
        Verb::Remove => plan(remove_unit("web-a:1@1.service")),
        Verb::Template => {
            let body = json!({"source": "[Service]\nExecStart=/bin/true\n", "base_revision": 99});
            Some((Method::PUT, "/api/v1/apps/web-a".into(), body, 409))
        }
        Verb::RawUnit => {
            let options = json!([{"section": "Service", "name": "ExecStart", "value": "/bin/other"}]);
            let unit = format!("/fleet/v1/units/raw-{instance}.service");
            Some((Method::PUT, unit, json!({"desiredState": "launched", "options": options}), 201))
        }
        Verb::Machines => {
            let change = json!([{"op": "add", "path": "/nowhere/metadata/a", "value": "b"}]);
            Some((Method::PATCH, "/fleet/v1/machines".into(), change, 400))
        }
        Verb::Users => get("/api/v1/tokens"),
        Verb::Audit => get("/api/v1/audit"),
        Verb::Settings => get("/metrics"),
    }
}

#[tokio::test]
async fn roles_do_what_their_verbs_say() {
    let (app, _ada) = two_apps().await;
    let one_verb = Verb::ALL.map(|verb| (format!("only-{}", verb.as_str()), Verbs::of(&[Verb::View, verb])));
    for (name, verbs) in &one_verb {
        let role = server::store::Role { name: RoleName::parse(name).unwrap(), verbs: *verbs };
        app.server.store.put_role(&role).await.unwrap();
    }
    let built_in = BUILT_IN.map(|(name, verbs, _)| (name.to_owned(), verbs));
    for (instance, (role, verbs)) in one_verb.into_iter().chain(built_in).enumerate() {
        let script = app.script(&format!("a-{role}"), &role, "*").await;
        for verb in Verb::ALL {
            let Some((method, path, body, allowed)) = call(verb, instance) else { continue };
            let mut request = script.request(method.clone(), &path);
            if !body.is_null() {
                request = request.json(&body);
            }
            let answer = script.send(request).await;
            let expected = if verbs.has(verb) { allowed } else { 403 };
            assert_eq!(answer.status(), expected, "{role} {}: {}", verb.as_str(), answer.text());
        }
    }
}
