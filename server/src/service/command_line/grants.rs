//! Grants on the command line: what keeps somebody from giving more than they have does not hold here, since who has the
//! server's files may everything. That somebody stays who may do everything does.

use shared::access::NewGrant;
use shared::policy::Grant;

use super::CommandLine;
use crate::error::Result;
use crate::service::access::admins::Given;
use crate::service::access::grants::{check_subject, delete, giving, insert, missing, named, right, taking};

impl CommandLine {
    /// All grants, by whom they are for.
    pub async fn grants(&self) -> Result<Vec<Grant>> {
        Ok(self.store.grants().await?)
    }

    /// Gives a user or a group a role somewhere. The server knows within a second.
    pub async fn give(&self, new: NewGrant) -> Result<Grant> {
        right(&self.store, &new).await?;
        check_subject(&self.store, &new.to).await?;
        let grant = named(new);
        self.recorded(|| giving(&grant), async { insert(&self.store, &grant).await }).await?;
        Ok(grant)
    }

    /// Takes a grant back.
    pub async fn take(&self, id: &str) -> Result<()> {
        let grant = self.store.grant(id).await?.ok_or_else(missing)?;
        let work = async { delete(&self.store, Given::read(&self.store).await?, &grant).await };
        self.recorded(|| taking(&grant), work).await
    }
}
