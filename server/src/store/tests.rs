//! Tests on a database of their own each.

mod actions;
mod people;
mod record;

use std::os::unix::fs::PermissionsExt;

use fleet::{AppName, UnitOption};
use shared::access::MemberSource;
use shared::audit::Outcome;
use shared::deployment::AppSettings;
use shared::policy::{Grant, Limits, Pattern, Right, Subject, Verb, Verbs};
use shared::{ActionId, GroupName, RoleName, UserName};
use tempfile::TempDir;

use super::*;
use crate::config::Database;

struct Own {
    store: Store,
    folder: TempDir,
}

async fn own() -> Own {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&database(&folder)).await.unwrap();
    Own { store, folder }
}

fn database(folder: &TempDir) -> Database {
    Database::Sqlite(folder.path().join("new folder/with 100% #signs?/q.db"))
}

fn user(name: &str) -> UserName {
    UserName::parse(name).unwrap()
}

async fn add_user(store: &Store, name: &str) -> bool {
    let admin = RoleName::admin();
    let new = NewUser { name: &user(name), role: Some(&admin), password_hash: None, now_ms: 5 };
    store.insert_user(new).await.unwrap()
}

#[tokio::test]
async fn files_are_for_their_owner_only() {
    let Own { store, folder } = own().await;
    add_user(&store, "ada").await;
    let Database::Sqlite(file) = database(&folder);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(file.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["q.db", "q.db-shm", "q.db-wal"]);
}

#[tokio::test]
async fn an_open_file_is_made_private_again() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("q.db");
    std::fs::write(&file, "").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    Store::open(&Database::Sqlite(file.clone())).await.unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn what_is_no_database_is_said_to_be_none() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("q.db");
    std::fs::write(&file, "this is a letter, and a rather long one, to nobody in particular").unwrap();
    let error = Store::open(&Database::Sqlite(file)).await.unwrap_err();
    assert!(error.to_string().contains("not a database"), "{error}");
    let error = Store::open(&Database::Sqlite("/proc/nowhere/q.db".into())).await.unwrap_err();
    assert!(error.to_string().contains("QUARTERDECK_DATA_DIR"), "{error}");
}

#[tokio::test]
async fn two_processes_share_it() {
    let Own { store, folder } = own().await;
    let other = Store::open(&database(&folder)).await.unwrap();
    assert!(add_user(&store, "ada").await);
    assert!(!add_user(&other, "ada").await, "each sees what the other wrote");
    let writes = (0..40).map(|number| {
        let store = if number % 2 == 0 { store.clone() } else { other.clone() };
        async move { add_user(&store, &format!("user{number}")).await }
    });
    assert!(futures_util::future::join_all(writes).await.into_iter().all(|added| added));
}

#[tokio::test]
async fn users_are_found_and_given_passwords() {
    let Own { store, folder: _folder } = own().await;
    assert!(!store.has_users().await.unwrap());
    assert_eq!(store.first_user(&RoleName::admin()).await.unwrap(), None);
    add_user(&store, "ada").await;
    assert_eq!(store.user(&user("Ada")).await.unwrap(), None);
    assert!(store.set_password(&user("ada"), "$argon2id$").await.unwrap());
    assert!(!store.set_password(&user("grace"), "$argon2id$").await.unwrap());
    let found = store.user(&user("ada")).await.unwrap().unwrap();
    assert_eq!((found.password_hash.as_deref(), found.created_ms), (Some("$argon2id$"), 5));
    assert_eq!(store.first_user(&RoleName::admin()).await.unwrap(), Some(user("ada")));
}

#[tokio::test]
async fn a_code_is_used_once_and_in_time() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    let insert = async |code_hash: &str, purpose: CodePurpose, name: &str| {
        let (user, created_by) = (&user(name), "grace");
        let new = NewCode { code_hash, purpose, user, created_by, now_ms: 100, expires_ms: 200 };
        store.insert_code(new).await
    };
    let sign_in = CodePurpose::SignIn;
    insert("one", sign_in, "ada").await.unwrap();
    insert("two", sign_in, "ada").await.unwrap();
    assert_eq!(store.use_code(sign_in, "none", 150).await.unwrap(), None);
    assert_eq!(
        store.use_code(CodePurpose::Invitation, "one", 150).await.unwrap(),
        None,
        "each for its purpose"
    );
    assert_eq!(store.code_owner(sign_in, "one", 199).await.unwrap(), Some(user("ada")));
    assert_eq!(store.use_code(sign_in, "one", 199).await.unwrap(), Some(user("ada")));
    assert_eq!(store.use_code(sign_in, "one", 199).await.unwrap(), None);
    assert_eq!(store.code_owner(sign_in, "one", 199).await.unwrap(), None);
    assert_eq!(store.use_code(sign_in, "two", 200).await.unwrap(), None);
    assert_eq!(store.delete_old_codes(201).await.unwrap(), 2);
    assert!(insert("three", sign_in, "nobody").await.is_err(), "codes are for users");

    insert("four", CodePurpose::Invitation, "ada").await.unwrap();
    insert("five", CodePurpose::Invitation, "ada").await.unwrap();
    assert_eq!(
        store.code_owner(CodePurpose::Invitation, "four", 150).await.unwrap(),
        None,
        "the newest counts"
    );
    assert_eq!(store.open_invitations(150).await.unwrap().len(), 1);
    assert!(store.open_invitations(200).await.unwrap().is_empty());
    assert!(store.delete_invitation(&user("ada"), 150).await.unwrap());
    assert!(!store.delete_invitation(&user("ada"), 150).await.unwrap());
}

#[tokio::test]
async fn old_sessions_are_forgotten() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    for (id, now_ms) in [("a", 100), ("b", 200), ("c", 300)] {
        let ada = &store.user(&user("ada")).await.unwrap().unwrap();
        let new =
            NewSession { id, secret_hash: id, user: ada, user_agent: "x", now_ms, confirmed: true, most: 9 };
        store.insert_session(new).await.unwrap();
    }
    store.touch_session("a", 1_000).await.unwrap();
    store.touch_session("a", 900).await.unwrap();
    let ids = async || -> Vec<(String, u64)> {
        let sessions = store.sessions_of(&user("ada")).await.unwrap();
        sessions.into_iter().map(|session| (session.id, session.seen_ms)).collect()
    };
    assert_eq!(ids().await, [("a".to_owned(), 1_000), ("c".to_owned(), 300), ("b".to_owned(), 200)]);
    assert_eq!(store.delete_old_sessions(150, 250).await.unwrap(), 2, "a began too early, b is idle");
    assert_eq!(store.delete_other_sessions(&user("ada"), "none").await.unwrap(), 1);
    assert!(store.session_by_secret("c").await.unwrap().is_none());
}

#[tokio::test]
async fn what_ends_in_this_process_has_ended_at_once() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    let name = user("ada");
    let ada = store.user(&name).await.unwrap().unwrap();
    let new = |id| NewSession {
        id,
        secret_hash: id,
        user: &ada,
        user_agent: "x",
        now_ms: 1,
        confirmed: true,
        most: 9,
    };
    for id in ["a", "b", "c", "d", "kept"] {
        store.insert_session(new(id)).await.unwrap();
        assert!(store.session_by_secret(id).await.unwrap().is_some());
    }
    store.touch_session("kept", 500).await.unwrap();
    assert_eq!(store.session_by_secret("kept").await.unwrap().unwrap().session.seen_ms, 500);
    store.delete_session(&name, "a").await.unwrap();
    assert!(store.session_by_secret("a").await.unwrap().is_none());
    store.delete_session_by_secret("b").await.unwrap();
    assert!(store.session_by_secret("b").await.unwrap().is_none());
    store.delete_old_sessions(0, 100).await.unwrap();
    assert!(store.session_by_secret("c").await.unwrap().is_none());
    store.insert_session(new("e")).await.unwrap();
    assert!(store.session_by_secret("e").await.unwrap().is_some());
    store.delete_other_sessions(&name, "kept").await.unwrap();
    assert!(store.session_by_secret("e").await.unwrap().is_none());
}

fn grant(id: &str, to: Subject, role: &str, apps: &str) -> Grant {
    let limits = Limits { most_instances: Some(3), versions: Some(Pattern::parse("1.*").unwrap()) };
    let (role, apps) = (RoleName::parse(role).unwrap(), Pattern::parse(apps).unwrap());
    Grant { id: id.to_owned(), to, role, cluster: Pattern::all(), apps, limits }
}

#[tokio::test]
async fn rights_are_ones_own_and_those_of_ones_groups() {
    let Own { store, folder: _folder } = own().await;
    let (ada, bob) = (user("ada"), user("bob"));
    add_user(&store, "ada").await;
    store.insert_user(NewUser { name: &bob, role: None, password_hash: None, now_ms: 6 }).await.unwrap();
    let everything: Vec<Right> = vec![Right::everything()];
    assert_eq!(Vec::from(store.rights_of(&ada).await.unwrap()), everything);
    assert_eq!(Vec::from(store.rights_of(&bob).await.unwrap()), []);

    let web = GroupName::parse("/web").unwrap();
    let in_group = grant("2", Subject::Group(web.clone()), "seers", "web-*");
    assert!(!store.insert_grant(&in_group).await.unwrap(), "there is no such role");
    let seers =
        Role { name: RoleName::parse("seers").unwrap(), verbs: Verbs::of(&[Verb::View, Verb::Audit]) };
    store.put_role(&seers).await.unwrap();
    assert!(store.insert_grant(&in_group).await.is_err(), "there is no such group");
    store.put_group(&web, MemberSource::Local, std::slice::from_ref(&bob), 7).await.unwrap();
    assert_eq!(Vec::from(store.rights_of(&bob).await.unwrap()), []);
    assert!(store.insert_grant(&in_group).await.unwrap());
    let own = grant("1", Subject::User(bob.clone()), "viewer", "checkout");
    store.insert_grant(&own).await.unwrap();
    let found: Vec<Right> = store.rights_of(&bob).await.unwrap().into();
    let told: Vec<_> =
        found.iter().map(|right| (right.role.as_str(), right.apps.as_str(), right.verbs)).collect();
    assert_eq!(told, [("viewer", "checkout", Verbs::of(&[Verb::View])), ("seers", "web-*", seers.verbs)]);
    assert_eq!(found[1].limits, in_group.limits);
    assert_eq!(store.grants().await.unwrap()[1..], [own, in_group]);

    // In use it stays.
    assert!(!store.delete_role(&seers.name).await.unwrap());
    // Who was put into it twice stays in it while one says so.
    store.set_sso_groups(&bob, &[web.clone(), GroupName::parse("unknown").unwrap()]).await.unwrap();
    store.put_group(&web, MemberSource::Local, &[], 8).await.unwrap();
    assert_eq!(store.rights_of(&bob).await.unwrap().iter().count(), 2);
    store.set_sso_groups(&bob, &[]).await.unwrap();
    assert_eq!(store.group(&web).await.unwrap().unwrap().members, []);
    assert_eq!(store.rights_of(&bob).await.unwrap().iter().count(), 1);
    // With the group go its grants, and then the role is free.
    assert!(store.delete_group(&web).await.unwrap());
    assert_eq!(store.groups().await.unwrap(), []);
    assert_eq!(store.grants().await.unwrap().len(), 2);
    assert!(store.delete_role(&seers.name).await.unwrap());
    assert!(store.delete_grant("1").await.unwrap() && !store.delete_grant("1").await.unwrap());
}

#[tokio::test]
async fn what_ends_in_another_process_is_known_for_no_longer_than_that_it_is_remembered() {
    let Own { store, folder } = own().await;
    let other = Store::open(&database(&folder)).await.unwrap();
    let name = user("ci");
    let new = NewToken {
        id: "id",
        secret_hash: "hash",
        name: &name,
        role: &RoleName::admin(),
        cluster: &Pattern::all(),
        apps: &Pattern::all(),
        limits: &Limits::NONE,
        hint: "qd_000000",
        created_by: "ada",
        owner: None,
        parent: None,
        now_ms: 1,
        expires_ms: 2,
    };
    other.insert_token(new).await.unwrap();
    assert!(store.token_by_secret("hash").await.unwrap().is_some());
    assert!(other.delete_token("id").await.unwrap());
    store.known_tokens.let_pass(known::TTL);
    assert!(store.token_by_secret("hash").await.unwrap().is_none());
}

fn option(value: &str) -> UnitOption {
    UnitOption { section: "Service".into(), name: "ExecStart".into(), value: value.into() }
}

#[tokio::test]
async fn templates_go_on_counting_after_a_removal() {
    let Own { store, folder: _folder } = own().await;
    let name = AppName::parse("example").unwrap();
    let write = async |base: u64, value: &str| {
        let options = [option(value)];
        let new = NewRevision {
            options: &options,
            image: "image",
            settings: None,
            accepted: None,
            by: "ada",
            at_ms: base + 10,
        };
        store.write_app(&name, base, new).await.unwrap()
    };
    assert_eq!(write(1, "x").await, Err(WriteConflict { present: 0 }));
    assert_eq!(write(0, "one").await, Ok(1));
    assert_eq!(write(0, "x").await, Err(WriteConflict { present: 1 }));
    assert_eq!(write(1, "two").await, Ok(2));
    assert!(store.remove_app(&name, 99).await.unwrap());
    assert!(!store.remove_app(&name, 99).await.unwrap());
    assert_eq!(store.app(&name).await.unwrap(), None);
    assert_eq!(write(2, "x").await, Err(WriteConflict { present: 0 }));
    assert_eq!(write(0, "three").await, Ok(3));
    let history = store.app_history(&name).await.unwrap();
    let values: Vec<_> = history.iter().map(|revision| revision.options[0].value.as_str()).collect();
    assert_eq!(values, ["three", "two", "one"]);
    assert_eq!(store.apps().await.unwrap()[0].template.revision, 3);
}

#[tokio::test]
async fn settings_stay_until_others_are_written_or_the_app_begins_anew() {
    let Own { store, folder: _folder } = own().await;
    let name = AppName::parse("example").unwrap();
    let write = async |base: u64, settings: Option<&AppSettings>| {
        let options = [option("one")];
        let new = NewRevision { options: &options, image: "", settings, accepted: None, by: "ada", at_ms: 1 };
        store.write_app(&name, base, new).await.unwrap().unwrap();
        store.app(&name).await.unwrap().unwrap().template.settings
    };
    let five = AppSettings { wanted: 5, ..AppSettings::default() };
    assert_eq!(write(0, None).await, AppSettings::default());
    assert_eq!(write(1, Some(&five)).await, five);
    assert_eq!(write(2, None).await, five);
    store.remove_app(&name, 9).await.unwrap();
    assert_eq!(write(0, None).await, AppSettings::default());
    let history = store.app_history(&name).await.unwrap();
    let wanted: Vec<_> = history.iter().map(|revision| revision.settings.wanted).collect();
    assert_eq!(wanted, [1, 5, 5, 1]);
}

fn line<'a>(actor: &'a str, summary: &'a str) -> NewAudit<'a> {
    NewAudit::beginning(1, (actor, "session"), "view", summary)
}

#[tokio::test]
async fn lines_of_the_record_are_numbered_without_gaps_and_end_once() {
    let Own { store, folder: _folder } = own().await;
    let writes = (0..50).map(|_| store.insert_audit(line("ada", "something")));
    let mut ids: Vec<u64> =
        futures_util::future::join_all(writes).await.into_iter().map(|id| id.unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=50).collect::<Vec<u64>>());

    assert!(store.end_audit(7, Outcome::Done, "it worked", 9).await.unwrap());
    assert!(!store.end_audit(7, Outcome::Failed, "no", 10).await.unwrap());
    assert!(!store.end_audit(51, Outcome::Done, "", 10).await.unwrap());
    let row = store
        .audit(&AuditFilter { before: Some(8), limit: 1, ..AuditFilter::default() })
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (row.id, row.outcome, row.note.as_str(), row.ended_ms),
        (7, Outcome::Done, "it worked", Some(9))
    );
}
