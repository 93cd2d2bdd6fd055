//! The table: of each endpoint what is sent, and who gets what.

use serde_json::{Value, json};

use crate::harness::scale;

/// One case: who asks, and the status that they get. Behind a 200 the name of the app must not stand anywhere.
pub(super) enum Case {
    /// A viewer of everything.
    Viewer(u16),
    /// Somebody signed in without any right.
    Nobody(u16),
    /// An operator of `web-*` alone; the call is about `checkout`.
    OfAnotherApp(u16),
    /// There is no such case, and why.
    None(&'static str),
}

/// An endpoint.
pub(super) struct Row {
    /// As in the description.
    pub(super) id: &'static str,
    /// What is sent; null for nothing. Read before the policy is asked, so it has the right form.
    pub(super) body: Value,
    /// What an administrator gets.
    pub(super) allowed: u16,
    /// With too little.
    pub(super) under: Case,
    /// With the right, on another app.
    pub(super) wrong_app: Case,
    /// Whether it changes who may do what, or is root: then whoever sits there confirms that it is them.
    pub(super) confirmed: bool,
}

impl Row {
    fn confirmed(self) -> Self {
        Self { confirmed: true, ..self }
    }
}

const OWN: &str = "it is about one's own account, and takes no right";
const OPEN: &str = "it is open to everybody, and tells nothing of anybody";
pub(super) const OF_A_SCREEN: &str = "whose screen it is has its cases in `open.rs`";
pub(super) const OF_WHAT_IS_OPEN: &str = "its cases are in `open.rs`, with actions that are open";
const OF_THE_SERVER: &str = "it is about no app";

/// About the server itself: whoever has only some apps is refused.
fn of_server(id: &'static str, body: Value, allowed: u16) -> Row {
    Row { id, body, allowed, under: Case::Viewer(403), wrong_app: Case::OfAnotherApp(403), confirmed: false }
}

fn own(id: &'static str, body: Value, allowed: u16) -> Row {
    Row { id, body, allowed, under: Case::None(OWN), wrong_app: Case::None(OF_THE_SERVER), confirmed: false }
}

/// What a screen reads: whoever is signed in is no screen, whatever they may.
fn of_screen(id: &'static str) -> Row {
    Row { under: Case::None(OF_A_SCREEN), wrong_app: Case::None(OF_A_SCREEN), ..own(id, Value::Null, 401) }
}

fn open(id: &'static str, allowed: u16) -> Row {
    Row {
        id,
        body: Value::Null,
        allowed,
        under: Case::None(OPEN),
        wrong_app: Case::None(OPEN),
        confirmed: false,
    }
}

/// About an app that exists: refused to those who see it, not there for the others.
fn of_app(id: &'static str, body: Value, allowed: u16) -> Row {
    Row { id, body, allowed, under: Case::Viewer(403), wrong_app: Case::OfAnotherApp(404), confirmed: false }
}

/// About an action that is at work or waits. Here it is over, which is said to whoever sees it before it is asked who may;
/// the other cases are in `open.rs`, with actions that are open.
fn of_what_is_open(id: &'static str, body: Value) -> Row {
    Row { under: Case::None(OF_WHAT_IS_OPEN), ..of_app(id, body, 409) }
}

/// A list, or something that every viewer of the cluster may: empty for whoever sees nothing of it.
fn list(id: &'static str, of_nobody: u16) -> Row {
    Row {
        id,
        body: Value::Null,
        allowed: 200,
        under: Case::Nobody(of_nobody),
        wrong_app: Case::OfAnotherApp(200),
        confirmed: false,
    }
}

/// In the order in which an administrator does them: what takes something away comes last.
pub(super) fn table() -> Vec<Row> {
    let plan = serde_json::to_value(scale("checkout", "1", 2)).unwrap();
    let start = json!({"request": plan, "plan_hash": "0".repeat(64), "confirmation": null, "note": ""});
    let template = json!({"source": "[Service]\nExecStart=/bin/true\n", "base_revision": 99});
    let token = json!({"name": "made", "role": "viewer", "days": 1});
    let grant = json!({"to": {"user": "vera"}, "role": "viewer"});
    let identity = json!({"user": "vera", "subject": "1"});
    let certificate = json!({"user": "vera", "certificate": "ab".repeat(32)});
    let view = json!({"clusters": ["*"], "apps": ["web-*"], "distance_m": 3});
    let link = json!({"name": "Grace", "view": view, "days": 1});
    vec![
        open("ask_pairing", 201),
        open("get_pairing_now", 404),
        Row { body: json!({}), ..open("open_link", 400) },
        of_screen("get_screen_self"),
        of_screen("stream_screen"),
        of_server("list_screens", Value::Null, 200),
        of_server("look_at_pairing", Value::Null, 200),
        of_server("confirm_pairing", json!({"name": "Hall", "view": view}), 201).confirmed(),
        of_server("patch_screen", json!({"name": "Kitchen 2"}), 200).confirmed(),
        of_server("identify_screen", Value::Null, 204),
        of_server("reload_screen", Value::Null, 204),
        of_server("make_link", link, 201).confirmed(),
        of_server("revoke_screen", Value::Null, 204),
        open("get_openapi", 200),
        Row { body: json!({}), ..open("create_session", 400) },
        Row { body: json!({}), ..open("create_session_with_code", 400) },
        Row { body: json!({}), ..open("look_at_invitation", 400) },
        Row { body: json!({}), ..open("take_invitation", 400) },
        open("get_sign_in_ways", 200),
        open("begin_oidc", 303),
        open("end_oidc", 303),
        own("get_session", Value::Null, 200),
        own("list_sessions", Value::Null, 200),
        own("set_password", json!({"new": "short"}), 400),
        own("end_session", Value::Null, 404),
        own("list_own_ways", Value::Null, 200),
        own("unlink_own_identity", Value::Null, 404).confirmed(),
        own("revoke_own_certificate", Value::Null, 404).confirmed(),
        own("step_up", json!({"password": "wrong"}), 403),
        own("get_totp", Value::Null, 200),
        own("begin_totp", Value::Null, 201).confirmed(),
        own("confirm_totp", json!({"code": "000000"}), 400).confirmed(),
        own("remove_totp", Value::Null, 404).confirmed(),
        own("renew_recovery_codes", Value::Null, 409).confirmed(),
        list("list_apps", 200),
        list("list_waits", 200),
        Row { under: Case::Nobody(404), ..of_app("get_app", Value::Null, 200) },
        of_app("write_app", template, 409).confirmed(),
        Row { wrong_app: Case::None(OF_THE_SERVER), ..lint() },
        of_server("list_audit", Value::Null, 200),
        of_server("export_audit", Value::Null, 200),
        of_server("verify_audit", Value::Null, 200),
        of_server("list_tokens", Value::Null, 200),
        of_server("create_token", token, 201).confirmed(),
        of_server("revoke_token", Value::Null, 204).confirmed(),
        of_server("list_users", Value::Null, 200),
        of_server("create_user", json!({"name": "newcomer"}), 201).confirmed(),
        of_server("get_user", Value::Null, 200),
        of_server("patch_user", json!({"disabled": false}), 200).confirmed(),
        of_server("invite_user", json!({}), 201).confirmed(),
        of_server("revoke_invitation", Value::Null, 204).confirmed(),
        of_server("end_user_session", Value::Null, 204).confirmed(),
        of_server("end_user_sessions", Value::Null, 204).confirmed(),
        of_server("remove_user_totp", Value::Null, 404).confirmed(),
        of_server("list_groups", Value::Null, 200),
        of_server("put_group", json!({"members": ["vera"]}), 200).confirmed(),
        of_server("remove_group", Value::Null, 204).confirmed(),
        of_server("list_roles", Value::Null, 200),
        of_server("put_role", json!({"verbs": ["view"]}), 200).confirmed(),
        of_server("remove_role", Value::Null, 204).confirmed(),
        of_server("list_grants", Value::Null, 200),
        of_server("give_grant", grant, 201).confirmed(),
        of_server("take_grant", Value::Null, 204).confirmed(),
        of_server("list_identities", Value::Null, 200),
        of_server("link_identity", identity, 201).confirmed(),
        of_server("unlink_identity", Value::Null, 204).confirmed(),
        of_server("list_certificates", Value::Null, 200),
        of_server("add_certificate", certificate, 201).confirmed(),
        of_server("revoke_certificate", Value::Null, 204).confirmed(),
        list("read_snapshot", 404),
        list("read_without", 404),
        list("stream_events", 404),
        list("list_actions", 404),
        list("list_deployments", 404),
        list("list_drift", 404),
        list("read_history", 404),
        list("read_apps_history", 404),
        Row { under: Case::Nobody(404), ..of_app("read_unit", Value::Null, 200) },
        Row { under: Case::Nobody(404), ..of_app("read_action", Value::Null, 200) },
        of_app("make_plan", plan, 200),
        of_app("start_action", start, 409),
        of_what_is_open("undo_action", Value::Null),
        of_what_is_open("command_action", json!({"kind": "pause"})),
        of_what_is_open("approve_action", json!({"plan_hash": "0".repeat(64)})),
        of_what_is_open("decline_action", json!({"reason": "no"})),
        of_what_is_open("withdraw_action", Value::Null),
        of_app("remove_version", Value::Null, 422),
        of_app("remove_app", Value::Null, 204).confirmed(),
        of_server("delete_user", Value::Null, 204).confirmed(),
        own("delete_session", Value::Null, 204),
    ]
}

fn lint() -> Row {
    let body = json!({"source": "[Service]\n", "cluster": "default"});
    Row { body, under: Case::Nobody(404), ..list("lint_template", 404) }
}
