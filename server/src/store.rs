//! The database: all SQL of the server stands below this module, one file a table.
//!
//! It keeps and finds; it decides nothing. Columns are TEXT and BIGINT and placeholders are `$1`, so that
//! PostgreSQL can follow SQLite; what counts on SQLite's one writer at a time says so.

mod access;
mod actions;
mod apps;
mod audit;
mod backup;
mod certificates;
mod codes;
mod column;
mod grants;
mod groups;
mod history;
mod identities;
mod known;
mod open;
mod readable;
mod roles;
mod screens;
mod second_factor;
mod sessions;
#[cfg(test)]
mod tests;
mod tokens;
mod users;

use std::path::PathBuf;
use std::sync::Arc;

use shared::sign_on::CertificateRow;
use sqlx::AnyPool;

use known::Known;
use readable::Told;

pub use actions::{
    Action, ActionHead, ActionUpdate, Approved, Begun, Behalf, DeploymentFilter, DeploymentPage, Keep, Lease,
    LeftWith, NewAction, Standing, Stored, Unreadable, Updated, Vouched, held_app,
};
pub use apps::{App, NewRevision, Revision, WriteConflict};
pub use audit::{AuditFilter, ChainedRow, Checked, Cut, Flaw, Head, NewAudit, head_file};
pub use backup::Copy;
pub use codes::{CodePurpose, NewCode, OpenInvitation};
pub use groups::Group;
pub use history::HistoryRow;
pub use identities::NewIdentity;
pub use open::{BEFORE_RESTORE, OpenError};
pub use roles::Role;
pub use screens::PairingRow;
pub use sessions::{NewSession, Session, SessionOwner};
pub use tokens::{NewToken, Token, TokenOwner};
pub use users::{Gifts, NewUser, NotMade, User};

/// The database. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    /// The database's file.
    file: PathBuf,
    pool: AnyPool,
    /// One connection, for the ends of the record's lines: their beginnings wait for the disk, these need not.
    ends: AnyPool,
    record: Arc<audit::Record>,
    known_sessions: Arc<Known<SessionOwner>>,
    known_tokens: Arc<Known<TokenOwner>>,
    known_certificates: Arc<Known<CertificateRow>>,
    told: Arc<Told>,
}

/// What the database gave or refused.
type Result<T> = std::result::Result<T, sqlx::Error>;

/// Begins a transaction that writes: it waits for its turn at the start instead of failing in the middle.
const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

impl Store {
    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").fetch_one(&self.pool).await.map(drop)
    }

    /// Closes all connections; what was written stays.
    pub async fn close(&self) {
        self.ends.close().await;
        self.pool.close().await;
    }
}
