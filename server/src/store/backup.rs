//! Copies of the whole database: made while others write, looked at before they take its place.

use std::path::Path;

use sqlx::{AnyConnection, Connection};

use super::column::{Columns, json};
use super::open::url;
use super::{Result, Store};

/// Where a copy keeps what does not stand in the database itself.
const EXTRAS: &str = "CREATE TABLE backup_extras (name TEXT NOT NULL PRIMARY KEY, content TEXT NOT NULL)";

impl Store {
    /// Copies everything, as it is at one moment, into a file that is empty. Nobody waits for it.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        let path = file.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO $1").bind(path).execute(&self.pool).await.map(drop)
    }
}

/// A copy that no server uses.
#[derive(Debug)]
pub struct Copy(AnyConnection);

impl Copy {
    /// Opens one that is there.
    pub async fn open(file: &Path) -> Result<Self> {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&url(file)).await.map(Self)
    }

    /// Puts something into a copy that was just made.
    pub async fn add(&mut self, extras: &[(&str, Vec<u8>)]) -> Result<()> {
        sqlx::query(EXTRAS).execute(&mut self.0).await?;
        for (name, content) in extras {
            sqlx::query("INSERT INTO backup_extras (name, content) VALUES ($1, $2)")
                .bind(*name)
                .bind(json(content)?)
                .execute(&mut self.0)
                .await?;
        }
        Ok(())
    }

    /// What was put into it; none if this is no copy of this kind.
    pub async fn extras(&mut self) -> Result<Option<Vec<(String, Vec<u8>)>>> {
        let there = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'backup_extras'";
        if sqlx::query(there).fetch_optional(&mut self.0).await?.is_none() {
            return Ok(None);
        }
        let rows = sqlx::query("SELECT name, content FROM backup_extras").fetch_all(&mut self.0).await?;
        rows.iter().map(|row| Ok((row.text("name")?, row.json("content")?))).collect::<Result<_>>().map(Some)
    }

    /// What the database finds wrong with its own file; none if nothing is.
    pub async fn damage(&mut self) -> Result<Option<String>> {
        let found = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut self.0).await?;
        let found = found.text("integrity_check")?;
        Ok((found != "ok").then_some(found))
    }

    /// Copies it once more, into a file that is empty, without what was put into it.
    pub async fn restore_to(&mut self, file: &Path) -> Result<()> {
        let path = file.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO $1").bind(path).execute(&mut self.0).await?;
        let mut restored = Self::open(file).await?;
        sqlx::query("DROP TABLE backup_extras").execute(&mut restored.0).await?;
        restored.close().await
    }

    /// Closes it.
    pub async fn close(self) -> Result<()> {
        self.0.close().await
    }
}
