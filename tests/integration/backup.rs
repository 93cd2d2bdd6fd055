//! The restore drill: a copy is made while people work, put in the place of what is there, and used.

use std::path::Path;

use serde_json::json;
use server::Config;
use server::config::{Flags, Sources};
use server::service::backup::{BackupError, Restored, restore};
use server::service::command_line::CommandLine;
use shared::apps::AppView;
use shared::audit::AuditCheck;
use tempfile::TempDir;

use crate::harness::{Setup, TestApp, eventually, execute_in};

fn config(folder: &Path) -> Config {
    let data = folder.join("data").display().to_string();
    let environment = std::collections::BTreeMap::from([("QUARTERDECK_DATA_DIR", data)]);
    Config::load(&Sources::gather(&Flags::new(), None, &environment).unwrap()).unwrap()
}

async fn write_template(who: &crate::harness::Client, app: &str) {
    let body = json!({"source": "[Service]\nExecStart=/bin/true {version}\n", "base_revision": 0});
    let answer = who.put(&format!("/api/v1/apps/{app}"), &body).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
}

#[tokio::test]
async fn what_was_backed_up_while_people_worked_is_there_again_elsewhere() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let script = app.token().await;
    write_template(&ada, "before").await;
    let key = std::fs::read(app.data_dir().join("secret.key")).unwrap();
    let kept = TempDir::new().unwrap();
    let copy = kept.path().join("quarterdeck.backup");
    let backup = async {
        CommandLine::of(&app.server).back_up(&app.data_dir(), &copy).await.unwrap();
    };
    let work = async {
        for number in 0..10 {
            write_template(&ada, &format!("app{number}")).await;
        }
    };
    tokio::join!(backup, work);
    let mode = std::os::unix::fs::PermissionsExt::mode(&copy.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let again = CommandLine::of(&app.server).back_up(&app.data_dir(), &copy).await.unwrap_err();
    assert!(matches!(again, BackupError::Exists(_)), "{again}");
    assert_eq!(std::fs::read_dir(kept.path()).unwrap().count(), 1);
    write_template(&ada, "after").await;

    // Into another folder, in which a server has worked.
    let (cookie, token) = (ada.cookie(), script.bearer());
    let other = TestApp::start().await;
    other.admin("bo").await;
    let taken = restore(&config(other.data_dir().parent().unwrap()), &copy, false).await.unwrap_err();
    assert!(matches!(taken, BackupError::Lock(_)), "{taken}");
    let folder = other.stop().await;
    let restored = restored(&config(folder.path()), &copy, false).await.unwrap();
    assert!(restored.made_ms > 0);
    assert!(
        restored
            .aside
            .iter()
            .any(|file| file.display().to_string().contains("quarterdeck.db.before-restore-"))
    );
    assert_eq!(std::fs::read(folder.path().join("data/secret.key")).unwrap(), key);
    // What was put there, and what was put aside, is nobody else's.
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        let file = file.unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{}", file.path().display());
    }

    let other = Setup::new().folder(folder).start().await;
    let ada = other.nobody().with_cookie(&cookie);
    let script = other.nobody().with_token(&token);
    let apps: Vec<AppView> = script.get("/api/v1/apps").await.json();
    let names: Vec<String> = apps.iter().map(|app| app.app.to_string()).collect();
    assert!(names.contains(&"before".to_owned()) && !names.contains(&"after".to_owned()), "{names:?}");
    let check: AuditCheck = ada.get("/api/v1/audit/verify").await.json();
    assert!(check.intact, "{check:?}");
    let told: Vec<String> = ada.record().await.into_iter().map(|row| row.told).collect();
    assert!(told[0].starts_with("the command line restored the backup "), "{told:?}");
    assert!(
        told.iter().any(|told| told.starts_with("the command line backed up everything to ")),
        "{told:?}"
    );
    // What others were about in the moment of the copy has no end in it; the copy itself has.
    assert!(!told.iter().any(|told| told.starts_with("the command line began to")), "{told:?}");
}

#[tokio::test]
async fn what_is_no_good_backup_changes_nothing() {
    let app = TestApp::start().await;
    app.admin("ada").await;
    let kept = TempDir::new().unwrap();
    let copy = kept.path().join("copy");
    CommandLine::of(&app.server).back_up(&app.data_dir(), &copy).await.unwrap();
    let folder = app.stop().await;
    let config = config(folder.path());
    let database = folder.path().join("data/quarterdeck.db");
    let before = std::fs::read(&database).unwrap();

    let bytes = std::fs::read(&copy).unwrap();
    let wrong = |name: &str, bytes: &[u8]| {
        let file = kept.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    };
    let mut damaged = bytes.clone();
    damaged[5_000..9_000].fill(0xa5);
    for file in [
        wrong("text", b"no database at all, but a text"),
        wrong("empty", b""),
        wrong("short", &bytes[..bytes.len() / 2]),
        wrong("damaged", &damaged),
        database.clone(),
        kept.path().join("nowhere"),
    ] {
        let error = restore(&config, &file, true).await.unwrap_err();
        assert!(!error.to_string().contains("panicked"), "{error}");
        assert_eq!(std::fs::read(&database).unwrap(), before, "{}", file.display());
    }

    // The database of another folder, whose record was changed before it was copied.
    execute_in(folder.path(), "UPDATE audit SET actor = 'bo' WHERE id = 1").await;
    let altered = kept.path().join("altered");
    let store = CommandLine::open(&config.database).await.unwrap();
    store.back_up(&config.data_dir, &altered).await.unwrap();
    drop(store);
    let error = restored(&config, &altered, false).await.unwrap_err();
    assert!(matches!(error, BackupError::Altered { .. }), "{error}");
    restored(&config, &altered, true).await.unwrap();
}

/// Restores it as soon as the folder is free: a program that another test starts holds the lock's file open for a moment,
/// until it becomes itself.
async fn restored(config: &Config, file: &Path, altered: bool) -> Result<Restored, BackupError> {
    eventually("the folder is free", async || match restore(config, file, altered).await {
        Err(BackupError::Lock(_)) => None,
        done => Some(done),
    })
    .await
}
