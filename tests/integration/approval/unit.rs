//! Writes of units past all plans: refused while the app waits.

use serde_json::json;

use super::{OLD, second_person, waiting_app, write_settings};
use crate::harness::{options, written};

#[tokio::test]
async fn nobody_goes_around_by_writing_units() {
    let (app, ada, _grace) = waiting_app(second_person()).await;
    let role = json!({ "verbs": ["view", "view-spec", "restart", "remove", "raw-unit"] });
    assert!(ada.put("/api/v1/roles/raw", &role).await.status() < 300);
    let raw = app.script("raw", "raw", "*").await;
    let operator = app.script("operator", "operator", "*").await;
    let unit = |name: &str| format!("/fleet/v1/units/{name}");
    let all = options("[Service]\nExecStart=/bin/other\n");
    let make = json!({ "desiredState": "launched", "options": all });
    for script in [&raw, &operator] {
        for refused in [
            script.put(&unit(OLD[0]), &json!({ "desiredState": "loaded" })).await,
            script.delete(&unit(OLD[0])).await,
        ] {
            assert_eq!(refused.status(), 403, "{}", refused.text());
            let text = refused.text();
            assert!(text.contains("example wants the approval of a second person."), "{text}");
        }
    }
    for name in [OLD[0], "example:9@1.service"] {
        let refused = raw.put(&unit(name), &make).await;
        assert_eq!(refused.status(), 403, "{}", refused.text());
        assert!(refused.text().contains("force"), "{}", refused.text());
    }
    assert_eq!(written(&app.fleet), [""; 0]);
    // What is of no app, or of one that does not wait, is written as ever.
    assert_eq!(raw.put(&unit("other.service"), &make).await.status(), 201);
    assert_eq!(raw.put(&unit("other:1@1.service"), &make).await.status(), 201);
    // In need whoever may both does it all the same, and the record says so.
    let admin = app.token().await;
    assert_eq!(admin.put(&unit(OLD[0]), &json!({ "desiredState": "loaded" })).await.status(), 204);
    let line = ada.record().await.into_iter().next().unwrap();
    let although = "Although: example wants the approval of a second person.".to_owned();
    assert!(line.detail.contains(&although), "{line:?}");
    assert_eq!(written(&app.fleet).len(), 3);

    assert_eq!(write_settings(&ada, 1, json!({})).await.status(), 200);
    assert_eq!(operator.put(&unit(OLD[0]), &json!({ "desiredState": "launched" })).await.status(), 204);
}
