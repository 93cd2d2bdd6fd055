//! What is done on the server's own command line: users, links, tokens, grants, screens. It works on the store alone, with the server
//! running or not, and is recorded like everything else.

mod grants;
mod screens;

use say::server::record;
use shared::account::{CreatedToken, NewToken};
use shared::audit::Outcome;
use shared::sign_on::{CertificateRow, NewCertificate, NewIdentity};
use shared::{RoleName, UserName};

use super::access::admins::Given;
use super::tokens::{self, Maker};
use super::{access, audit, identities, users};
use crate::app::App;
use crate::auth::Via;
use crate::auth::password::{self, Hasher};
use crate::auth::secret::Secret;
use crate::auth::session::CODE_MS;
use crate::clock::Clock;
use crate::config::Database;
use crate::error::{Error, Result};
use crate::store::{CodePurpose, NewAudit, NewCode, NewUser, OpenError, Store, Token, User};

/// The name in the record and on tokens.
const ACTOR: &str = "command line";
/// The verb of all of it: who has the server's files may everything.
const VERB: &str = "users";

/// Whoever may read and write the server's files.
#[derive(Debug, Clone)]
pub struct CommandLine {
    store: Store,
    clock: Clock,
}

impl CommandLine {
    /// Opens the store of a server that may be running.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        Ok(Self { store: Store::open(database).await?, clock: Clock::System })
    }

    /// On the store of a server in this process.
    pub fn of(app: &App) -> Self {
        Self { store: app.store.clone(), clock: app.clock.clone() }
    }

    /// Whether there is any user.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(self.store.has_users().await?)
    }

    /// Makes a user; without a password they sign in by a link.
    pub async fn create_user(
        &self,
        name: &UserName,
        role: &RoleName,
        password: Option<String>,
    ) -> Result<()> {
        access::role_verbs(&self.store, role).await?;
        let password_hash = match password {
            Some(password) => {
                password::check_new("password", &password, name)?;
                Some(Hasher::new()?.hash(password).await?)
            }
            None => None,
        };
        self.recorded(|| record::make_user(name, role), async {
            let user =
                NewUser { name, role: Some(role), password_hash: password_hash.as_deref(), now_ms: self.clock.wall_ms() };
            if self.store.insert_user(user).await? {
                return Ok(());
            }
            // It may have been removed meanwhile.
            access::role_verbs(&self.store, role).await?;
            if self.store.user(name).await?.is_none() {
                return Err(Error::Conflict(format!(
                    "There is an API token named {name}, and in the record a name is one actor: choose another, or \
                     revoke that token first."
                )));
            }
            Err(Error::Conflict(format!(
                "There is a user {name} already. For a link that signs them in: quarterdeck user link --name {name}"
            )))
        })
        .await
    }

    /// Makes a one-time code for a user: the part of the link behind `#code=`.
    pub async fn create_code(&self, name: &UserName) -> Result<Secret> {
        if self.known(name).await?.disabled_ms.is_some() {
            return Err(Error::Conflict(format!(
                "{name} is disabled. Let them come in first: quarterdeck user enable --name {name}"
            )));
        }
        self.recorded(|| record::sign_in_link_for(name), async {
            let code = Secret::random()?;
            let now_ms = self.clock.wall_ms();
            let new = NewCode {
                code_hash: &code.hash(),
                purpose: CodePurpose::SignIn,
                user: name,
                created_by: ACTOR,
                now_ms,
                expires_ms: now_ms + CODE_MS,
            };
            self.store.insert_code(new).await?;
            Ok(code)
        })
        .await
    }

    /// All users, by name.
    pub async fn users(&self) -> Result<Vec<User>> {
        Ok(self.store.users().await?)
    }

    /// Lets a user come in no more, or again. The server knows within five seconds. The last administrator stays here as
    /// well: make another one first, and nobody is locked out for a moment.
    pub async fn set_disabled(&self, name: &UserName, disabled: bool) -> Result<()> {
        self.known(name).await?;
        self.recorded(|| users::setting_disabled(name, disabled), async {
            let done = match disabled {
                true => {
                    Given::read(&self.store).await?.check_change(|given| given.leave_out(name))?;
                    self.store.disable_user(name, self.clock.wall_ms()).await?
                }
                false => self.store.enable_user(name).await?,
            };
            if done {
                return Ok(());
            }
            let is = if disabled { "is disabled" } else { "may come in" };
            Err(Error::Conflict(format!("{name} {is} already.")))
        })
        .await
    }

    /// Gives a user another password, and ends their sessions.
    pub async fn set_password(&self, name: &UserName, password: String) -> Result<()> {
        self.known(name).await?;
        password::check_new("password", &password, name)?;
        let hash = Hasher::new()?.hash(password).await?;
        self.recorded(|| record::set_password(name), async {
            self.store.set_password(name, &hash).await?;
            self.store.delete_sessions_of(name).await.map(drop).map_err(Error::from)
        })
        .await
    }

    /// Takes a user's second factor away, and ends their sessions.
    pub async fn second_factor_off(&self, name: &UserName) -> Result<()> {
        self.known(name).await?;
        self.recorded(|| record::take_second_factor(name), async {
            if !self.store.remove_totp(name).await? {
                return Err(Error::Conflict(format!("{name} has no second factor.")));
            }
            self.store.delete_sessions_of(name).await.map(drop).map_err(Error::from)
        })
        .await
    }

    /// All tokens, the newest first, without their secrets.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        Ok(self.store.tokens().await?)
    }

    /// Revokes the token of that name.
    pub async fn revoke_token(&self, name: &UserName) -> Result<()> {
        let token = self.store.tokens().await?.into_iter().find(|token| token.name == *name);
        let token = token.ok_or_else(|| Error::not_found(format!("API token {name}")))?;
        let below = self.store.tokens_below(&token.id).await?;
        let names: Vec<&str> = below.iter().map(UserName::as_str).collect();
        let summary = || {
            let summary = record::revoke_token(name, &token.hint);
            // In one go: sentences within sentences are told only so deep.
            if names.is_empty() { summary } else { record::and_also(&summary, &names.join(", ")) }
        };
        self.recorded(summary, async {
            self.store.delete_token(&token.id).await.map(drop).map_err(Error::from)
        })
        .await
    }

    async fn known(&self, name: &UserName) -> Result<User> {
        self.store.user(name).await?.ok_or_else(|| Error::not_found(format!("User {name}")))
    }

    /// The first administrator, made if there is none.
    pub async fn first_admin(&self) -> Result<UserName> {
        let admin = RoleName::admin();
        if let Some(name) = self.store.first_user(&admin).await? {
            return Ok(name);
        }
        let name = UserName::parse("admin").map_err(Error::internal)?;
        self.create_user(&name, &admin, None).await?;
        Ok(name)
    }

    /// Makes an API token.
    pub async fn create_token(&self, new: NewToken) -> Result<CreatedToken> {
        tokens::check_days(new.days)?;
        tokens::right(&self.store, &new).await?;
        let maker = Maker { name: ACTOR, owner: None, token: None };
        let work = tokens::insert(&self.store, self.clock.wall_ms(), maker, &new);
        self.recorded(|| tokens::summary(&new), work).await
    }

    /// Links a user to somebody at this identity provider.
    pub async fn link_identity(&self, issuer: &str, new: &NewIdentity) -> Result<()> {
        let now_ms = self.clock.wall_ms();
        let work = identities::insert_link(&self.store, issuer, new, ACTOR, now_ms);
        self.recorded(|| identities::link_summary(new), work).await.map(drop)
    }

    /// Makes a client certificate a user's.
    pub async fn add_certificate(&self, new: &NewCertificate) -> Result<CertificateRow> {
        let fingerprint = identities::fingerprint(&new.certificate)?;
        let now_ms = self.clock.wall_ms();
        let work = identities::insert_certificate(&self.store, &fingerprint, &new.user, ACTOR, now_ms);
        self.recorded(|| identities::add_summary(&fingerprint, &new.user), work).await
    }

    /// Revokes a client certificate.
    pub async fn revoke_certificate(&self, certificate: &str) -> Result<()> {
        let fingerprint = identities::fingerprint(certificate)?;
        self.recorded(|| identities::revoke_summary(&fingerprint), async {
            self.store.revoke_certificate(&fingerprint, ACTOR, self.clock.wall_ms()).await?;
            Ok(())
        })
        .await
    }

    /// The store that it works on.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// The time of day.
    pub(super) fn now_ms(&self) -> u64 {
        self.clock.wall_ms()
    }

    /// Does it between the two halves of its line in the record.
    async fn recorded<T>(
        &self,
        summary: impl FnOnce() -> String,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let line = self.begin(summary).await?;
        let result = work.await;
        let (outcome, note) = match &result {
            Ok(_) => (Outcome::Done, String::new()),
            Err(error) => (Outcome::Failed, error.to_string()),
        };
        self.finish(line, outcome, &note).await?;
        result
    }

    /// Writes the line of what is about to be done.
    pub(super) async fn begin(&self, summary: impl FnOnce() -> String) -> Result<u64> {
        // Whoever reads the record may read another language.
        let summary = say::keeping(summary);
        let who = (ACTOR, Via::CommandLine.as_str());
        let line = NewAudit::beginning(self.clock.wall_ms(), who, VERB, &summary);
        Ok(self.store.insert_audit(line).await?)
    }

    /// Writes how it ended.
    pub(super) async fn finish(&self, line: u64, outcome: Outcome, note: &str) -> Result<()> {
        self.store.end_audit(line, outcome, note, self.clock.wall_ms()).await?;
        if let Some(head) = self.store.record_head().borrow().clone() {
            audit::note(&self.store, &head);
        }
        Ok(())
    }
}
