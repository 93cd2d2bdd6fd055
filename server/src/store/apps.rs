//! The tables `apps` and `app_revisions`: templates, with all that they ever were.

use fleet::{AppName, UnitOption};
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// An app with its present template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its name.
    pub name: AppName,
    /// The present revision.
    pub template: Revision,
}

/// A template at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// From 1.
    pub revision: u64,
    /// The options, unfilled.
    pub options: Vec<UnitOption>,
    /// Fills `{image}`.
    pub image: String,
    /// When it was written.
    pub at_ms: u64,
    /// By whom.
    pub by: String,
}

/// The template is not at the revision that the writer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteConflict {
    /// Where it is; 0 if there is none.
    pub present: u64,
}

impl Store {
    /// All apps by name, with their present templates.
    pub async fn apps(&self) -> Result<Vec<App>> {
        sqlx::query(
            "SELECT app, app_revisions.revision AS revision, options, image, at_ms, by_actor FROM app_revisions \
             JOIN apps ON apps.name = app_revisions.app AND apps.revision = app_revisions.revision \
             WHERE apps.removed_ms IS NULL ORDER BY app",
        )
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read_app)
        .collect()
    }

    /// The app of that name.
    pub async fn app(&self, name: &AppName) -> Result<Option<App>> {
        sqlx::query(
            "SELECT app, app_revisions.revision AS revision, options, image, at_ms, by_actor FROM app_revisions \
             JOIN apps ON apps.name = app_revisions.app AND apps.revision = app_revisions.revision \
             WHERE apps.removed_ms IS NULL AND apps.name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read_app)
        .transpose()
    }

    /// All revisions of an app, the newest first; also of one that was removed.
    pub async fn app_history(&self, name: &AppName) -> Result<Vec<Revision>> {
        sqlx::query(
            "SELECT revision, options, image, at_ms, by_actor FROM app_revisions WHERE app = $1 \
             ORDER BY revision DESC",
        )
        .bind(name.as_str())
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read_revision)
        .collect()
    }

    /// Writes a template over revision `base` (0: there must be none); gives the new revision.
    pub async fn write_app(
        &self,
        name: &AppName,
        base: u64,
        options: &[UnitOption],
        image: &str,
        by: &str,
        now_ms: u64,
    ) -> Result<std::result::Result<u64, WriteConflict>> {
        let options = json(&options)?;
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let row = sqlx::query("SELECT revision, removed_ms FROM apps WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let (last, present) = match row {
            None => (0, 0),
            Some(row) => {
                let last = row.number("revision")?;
                (last, if row.maybe_number("removed_ms")?.is_some() { 0 } else { last })
            }
        };
        if present != base {
            return Ok(Err(WriteConflict { present }));
        }
        let revision = last + 1;
        sqlx::query(
            "INSERT INTO apps (name, revision) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, removed_ms = NULL",
        )
        .bind(name.as_str())
        .bind(number(revision))
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO app_revisions (app, revision, options, image, at_ms, by_actor) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(name.as_str())
        .bind(number(revision))
        .bind(options)
        .bind(image)
        .bind(number(now_ms))
        .bind(by)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Ok(revision))
    }

    /// Removes an app's template; its history stays. False if there is none.
    pub async fn remove_app(&self, name: &AppName, now_ms: u64) -> Result<bool> {
        let done = sqlx::query("UPDATE apps SET removed_ms = $1 WHERE name = $2 AND removed_ms IS NULL")
            .bind(number(now_ms))
            .bind(name.as_str())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn read_app(row: &AnyRow) -> Result<App> {
    Ok(App { name: row.parsed("app", AppName::parse)?, template: read_revision(row)? })
}

fn read_revision(row: &AnyRow) -> Result<Revision> {
    Ok(Revision {
        revision: row.number("revision")?,
        options: row.json("options")?,
        image: row.text("image")?,
        at_ms: row.number("at_ms")?,
        by: row.text("by_actor")?,
    })
}
