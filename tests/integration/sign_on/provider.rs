//! Signing in at a provider that does what it should.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::audit::Outcome;
use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::session::SessionView;
use shared::sign_on::{IdentityRow, NewIdentity, SignInWays};
use shared::{ErrorCode, GroupName, RoleName};

use super::idp::{Idp, Journey, let_in, problem, whole};
use crate::harness::{Client, TestApp};

struct Start {
    idp: Idp,
    app: TestApp,
    _folder: tempfile::TempDir,
}

async fn start(settings: &[(&'static str, &str)]) -> Start {
    let idp = Idp::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let setup = settings.iter().fold(idp.setup(&folder), |setup, (var, value)| setup.env(var, *value));
    Start { app: setup.start().await, idp, _folder: folder }
}

const CREATES: (&str, &str) = ("QUARTERDECK_OIDC_CREATE_USERS", "true");

async fn session(client: &Client) -> SessionView {
    client.get("/api/v1/session").await.json()
}

/// Gives a group a role on some apps.
async fn grant(app: &TestApp, group: &str, role: &str, apps: &str) {
    let group = GroupName::parse(group).unwrap();
    app.server.store.put_group(&group, shared::access::MemberSource::Local, &[], 0).await.unwrap();
    let grant = Grant {
        id: format!("{group}-{role}"),
        to: Subject::Group(group),
        role: RoleName::parse(role).unwrap(),
        cluster: Pattern::all(),
        apps: Pattern::parse(apps).unwrap(),
        limits: Limits::NONE,
    };
    app.server.store.insert_grant(&grant).await.unwrap();
}

#[tokio::test]
async fn the_first_sign_in_makes_an_account_and_keeps_the_page() {
    let start = start(&[CREATES]).await;
    let ways: SignInWays = start.app.nobody().get("/api/v1/session/ways").await.json();
    let provider = ways.provider.unwrap();
    assert_eq!((provider.name.as_str(), provider.start.as_str()), ("Example ID", "/api/v1/session/oidc"));

    let journey = Journey::begin(&start.app, "/units").await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "deck"),
        ("redirect_uri", "http://localhost:8080/api/v1/session/oidc/callback"),
        ("scope", "openid profile"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(journey.asked[name], value, "{name}");
    }
    let answer = journey.end(&start.idp).await;
    let ada = let_in(&start.app, &answer);
    assert!(
        answer.header("set-cookie").contains("HttpOnly; SameSite=Lax"),
        "{}",
        answer.header("set-cookie")
    );
    let view = session(&ada).await;
    assert_eq!((view.user.as_str(), view.has_password), ("ada", false));
    assert_eq!(view.rights.iter().count(), 0, "nobody has given them anything");
    assert_eq!(ada.get("/api/v1/tokens").await.code(), ErrorCode::Forbidden);

    // The same person again, under whatever name the provider has for them now.
    start.idp.claims(json!({ "sub": "248289761001", "preferred_username": "grace" }));
    let again = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(session(&again).await.user.as_str(), "ada");

    let admin = start.app.admin("root").await;
    let line = admin.record().await.into_iter().find(|row| row.actor == "ada").unwrap();
    assert_eq!((line.verb.as_str(), line.outcome), ("sign-in", Outcome::Done));
    assert_eq!(line.summary, "Sign in at the identity provider");
}

#[tokio::test]
async fn groups_are_those_of_the_last_sign_in() {
    let start = start(&[CREATES]).await;
    grant(&start.app, "web", "deployer", "web-*").await;
    grant(&start.app, "night", "viewer", "*").await;
    let roles = async |groups: serde_json::Value| {
        start.idp.claims(json!({ "sub": "1", "preferred_username": "ada", "groups": groups }));
        let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
        let view = session(&ada).await;
        view.rights.iter().map(|right| format!("{} on {}", right.role, right.apps)).collect::<Vec<_>>()
    };
    assert_eq!(roles(json!(["web", "unknown", 7, "a name with blanks"])).await, ["deployer on web-*"]);
    assert_eq!(roles(json!(["night"])).await, ["viewer on *"], "the others are taken back");
    assert_eq!(roles(json!("web")).await, ["deployer on web-*"], "one text is one group");
    assert_eq!(roles(json!([])).await, [""; 0]);
    assert_eq!(roles(json!({ "web": true })).await, [""; 0]);
}

#[tokio::test]
async fn what_the_provider_changes_is_recorded_before_it_is_made() {
    let start = start(&[CREATES]).await;
    grant(&start.app, "web", "deployer", "web-*").await;
    start.idp.claims(json!({ "sub": "1", "preferred_username": "ada", "groups": ["web", "unknown"] }));
    for _ in 0..2 {
        let_in(&start.app, &whole(&start.app, &start.idp).await);
    }
    let admin = start.app.admin("root").await;
    let rows = admin.record().await.into_iter().filter(|row| row.actor == "ada");
    let lines: Vec<_> = rows.map(|row| (row.summary, row.detail, row.outcome)).collect();
    let line = |summary: &str, detail: &[&str]| {
        let detail: Vec<String> = detail.iter().map(|text| (*text).to_owned()).collect();
        (summary.to_owned(), detail, Outcome::Done)
    };
    let sign_in = line("Sign in at the identity provider", &[]);
    let set = "Set the groups of ada to those that the identity provider names";
    let made = line("Make user ada, named by the identity provider", &[]);
    let expected = [sign_in.clone(), sign_in, line(set, &["Before: none", "After: web"]), made];
    assert_eq!(lines, expected);
    start.app.break_record().await;
    start.idp.claims(json!({ "sub": "2", "preferred_username": "grace", "groups": ["web"] }));
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "failed");
    assert!(start.app.server.store.user(&shared::UserName::parse("grace").unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_group_of_administrators_may_everything() {
    let start = start(&[CREATES, ("QUARTERDECK_OIDC_ADMIN_GROUP", "ops")]).await;
    start.idp.claims(json!({ "sub": "1", "preferred_username": "ada", "groups": ["ops"] }));
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(ada.get("/api/v1/tokens").await.status(), 200);
    start.idp.claims(json!({ "sub": "2", "preferred_username": "grace", "groups": ["web"] }));
    let grace = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(grace.get("/api/v1/tokens").await.code(), ErrorCode::Forbidden);
    // A start over the same data makes no second grant.
    let folder = start.app.stop().await;
    let secret = tempfile::TempDir::new().unwrap();
    let setup = start.idp.setup(&secret).env("QUARTERDECK_OIDC_ADMIN_GROUP", "ops");
    let app = setup.folder(folder).start().await;
    assert_eq!(app.server.store.grants().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_local_account_is_not_taken_over_by_its_name() {
    let start = start(&[CREATES]).await;
    let root = start.app.admin("root").await;
    start.app.user("ada", "a long password").await;
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "name_taken");
    let refused = root.record().await.into_iter().find(|row| row.outcome == Outcome::Refused).unwrap();
    assert!(refused.note.contains("248289761001"), "whom to link: {}", refused.note);

    // An administrator who knows that it is the same person links them.
    let body = json!({ "user": "ada", "subject": "248289761001" });
    let linked: IdentityRow = root.post("/api/v1/identities", &body).await.json();
    assert_eq!((linked.issuer.as_str(), linked.user.as_str()), (start.idp.url.as_str(), "ada"));
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(session(&ada).await.user.as_str(), "ada");

    let other = json!({ "user": "root", "subject": "248289761001" });
    assert_eq!(root.post("/api/v1/identities", &other).await.code(), ErrorCode::Conflict);
    let nobody = json!({ "user": "nobody", "subject": "x" });
    assert_eq!(root.post("/api/v1/identities", &nobody).await.code(), ErrorCode::BadRequest);
    let gone = root.delete(&format!("/api/v1/identities/{}", linked.id)).await;
    assert_eq!(gone.status(), 204);
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "name_taken");
    assert_eq!(root.delete(&format!("/api/v1/identities/{}", linked.id)).await.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn the_command_line_links_when_nobody_can_sign_in() {
    let start = start(&[]).await;
    start.app.user("ada", "a long password").await;
    let new = NewIdentity { user: "ada".parse().unwrap(), subject: "248289761001".to_owned() };
    CommandLine::of(&start.app.server).link_identity(&start.idp.url, &new).await.unwrap();
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(session(&ada).await.user.as_str(), "ada");
}

#[tokio::test]
async fn the_name_of_a_token_is_nobodys() {
    let start = start(&[CREATES]).await;
    start.app.token().await;
    start.idp.claims(json!({ "sub": "1", "preferred_username": "ci" }));
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "name_taken");
}

#[tokio::test]
async fn without_an_account_nobody_gets_in_unless_accounts_are_made() {
    let start = start(&[]).await;
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "no_account");
    start.idp.claims(json!({ "sub": "1", "preferred_username": "Ada Lovelace" }));
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "no_name");
    start.idp.claims(json!({ "sub": "1" }));
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "no_name");
    assert!(!start.app.server.store.has_users().await.unwrap());
    let words: SignInWays = start.app.nobody().get("/api/v1/session/ways?problem=no_account").await.json();
    assert!(words.problem.unwrap().starts_with("You have no account here that is linked"));
    let forged: SignInWays = start.app.nobody().get("/api/v1/session/ways?problem=Send%20money").await.json();
    assert_eq!(forged.problem, None, "nobody puts words onto the page");
}

#[tokio::test]
async fn who_says_no_at_the_provider_comes_back_to_the_page_that_asked() {
    let start = start(&[CREATES]).await;
    let journey = Journey::begin(&start.app, "/apps%3Fq=web").await;
    let path = format!("/api/v1/session/oidc/callback?error=access_denied&state={}", journey.asked["state"]);
    let answer = journey.client.get(&path).await;
    assert_eq!(problem(&answer), "refused");
    assert!(answer.header("location").ends_with("&to=%2Fapps%3Fq%3Dweb"), "{}", answer.header("location"));
    // And can sign in then.
    let_in(&start.app, &whole(&start.app, &start.idp).await);
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_fetched_when_it_is_needed() {
    let start = start(&[CREATES]).await;
    for _ in 0..3 {
        let_in(&start.app, &whole(&start.app, &start.idp).await);
    }
    assert_eq!(start.idp.asked("/keys"), 1);
    assert_eq!(start.idp.asked("/.well-known/openid-configuration"), 1);
    start.idp.rotate("two");
    assert_eq!(problem(&whole(&start.app, &start.idp).await), "unbelieved", "they were read a moment ago");
    start.app.clock.advance(31_000);
    let_in(&start.app, &whole(&start.app, &start.idp).await);
    assert_eq!(start.idp.asked("/keys"), 2);
}

#[tokio::test]
async fn the_rest_is_asked_for_where_the_token_says_little() {
    let start = start(&[CREATES]).await;
    grant(&start.app, "web", "viewer", "*").await;
    start.idp.claims(json!({ "sub": "1" }));
    start.idp.more(json!({ "sub": "1", "preferred_username": "ada", "groups": ["web"] }));
    let ada = let_in(&start.app, &whole(&start.app, &start.idp).await);
    let view = session(&ada).await;
    assert_eq!((view.user.as_str(), view.rights.iter().count()), ("ada", 1));
}

#[tokio::test]
async fn under_https_the_way_there_is_bound_to_the_host() {
    let start = start(&[("QUARTERDECK_PUBLIC_URL", "https://deck.example.org")]).await;
    let answer = start.app.nobody().get("/api/v1/session/oidc").await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-quarterdeck-provider="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure"), "{cookie}");
    assert!(answer.header("location").contains("redirect_uri=https%3A%2F%2Fdeck.example.org%2Fapi"));
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_way() {
    let app = TestApp::start().await;
    let ways: SignInWays = app.nobody().get("/api/v1/session/ways").await.json();
    assert_eq!(ways, SignInWays { provider: None, problem: None });
    assert_eq!(problem(&app.nobody().get("/api/v1/session/oidc").await), "no_provider");
    let root = app.admin("root").await;
    let body = json!({ "user": "root", "subject": "x" });
    assert_eq!(root.post("/api/v1/identities", &body).await.code(), ErrorCode::BadRequest);
}

/// Who may choose at the provider how they are called learns nothing of who is here.
#[tokio::test]
async fn a_name_that_is_taken_and_one_that_is_not_are_answered_alike() {
    let start = start(&[]).await;
    let root = start.app.admin("root").await;
    let claims = |name: &str| start.idp.claims(json!({ "sub": "1", "preferred_username": name }));
    claims("root");
    let taken = whole(&start.app, &start.idp).await;
    claims("nobody");
    let free = whole(&start.app, &start.idp).await;
    assert_eq!((problem(&taken).as_str(), problem(&free).as_str()), ("no_account", "no_account"));
    assert_eq!(taken.header("location"), free.header("location"));
    let notes: Vec<String> = root.record().await.into_iter().take(2).map(|row| row.note).collect();
    assert!(notes[1].contains("name root: there is such a user"), "the record has the difference: {notes:?}");
    assert!(notes[0].contains("name nobody: nobody has it"), "{notes:?}");
}

/// The provider's word counts, also if it leaves nobody; then the record says what to do.
#[tokio::test]
async fn that_the_provider_leaves_no_administrator_is_told() {
    let start = start(&[CREATES, ("QUARTERDECK_OIDC_ADMIN_GROUP", "ops")]).await;
    for groups in [json!(["ops"]), json!([])] {
        start.idp.claims(json!({ "sub": "1", "preferred_username": "ada", "groups": groups }));
        let_in(&start.app, &whole(&start.app, &start.idp).await);
    }
    let lines = start.app.token().await.record().await;
    let told: Vec<_> =
        lines.iter().filter(|line| line.summary.starts_with("Set the groups of ada")).collect();
    let says =
        |at: usize| told[at].detail.iter().any(|line| line.contains("quarterdeck user create --role admin"));
    assert_eq!((told.len(), says(0), says(1)), (2, true, false), "{told:?}");
}
