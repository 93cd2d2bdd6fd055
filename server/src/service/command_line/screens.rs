//! Screens on the command line: listed and revoked. They are paired by whoever stands before them, on the page.

use shared::screen::ScreenRow;

use super::CommandLine;
use crate::error::Result;
use crate::service::screens::{find, revoking};

impl CommandLine {
    /// All screens and read-only links, by name.
    pub async fn screens(&self) -> Result<Vec<ScreenRow>> {
        Ok(self.store.screens().await?)
    }

    /// Revokes one. A running server knows within five seconds.
    pub async fn revoke_screen(&self, id: &str) -> Result<()> {
        let screen = find(&self.store, id).await?;
        self.recorded(|| revoking(&screen), async {
            self.store.delete_screen(id).await?;
            Ok(())
        })
        .await
    }
}
