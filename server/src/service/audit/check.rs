//! Whether the record is as it was written, and as it was noted outside of it.

use shared::Permit;
use shared::audit::AuditCheck;

use crate::app::App;
use crate::error::Result;
use crate::store::{Checked, Flaw, Head, Store};

/// Goes through the whole record, for somebody who may read it.
pub async fn verify(app: &App, _permit: &Permit) -> Result<AuditCheck> {
    check(&app.store, None).await
}

/// Goes through the whole record of a server that may be running or not. `noted` is an entry that somebody has written
/// down elsewhere.
pub async fn check(store: &Store, noted: Option<Head>) -> Result<AuditCheck> {
    // Read before the record: what is written meanwhile makes the record longer, never shorter.
    let kept = store.noted_head();
    let mut noted: Vec<Head> = noted.into_iter().collect();
    let unkept = match &kept {
        Ok(Some(head)) => {
            noted.push(head.clone());
            None
        }
        Ok(None) => Some("is missing".to_owned()),
        Err(error) => Some(format!("can't be read: {error}")),
    };
    let Checked { lines, head, flaw } = store.verify_audit(&noted).await?;
    // A record without a line was never noted.
    let unkept = unkept.filter(|_| flaw.is_none() && head.seq > 0).map(|why| {
        format!(
            "All {lines} lines are as they were written. But the file beside the database in which the last one is \
             noted (its name ends in .head) {why}: nobody can say whether lines were cut off at the end."
        )
    });
    Ok(AuditCheck {
        intact: flaw.is_none() && unkept.is_none(),
        lines,
        entries: head.seq,
        hash: head.hash,
        line: flaw.as_ref().and_then(Flaw::line),
        flaw: flaw.map(|flaw| flaw.to_string()).or(unkept),
    })
}

/// Notes the record's last entry outside of it, once it is on the disk.
pub fn note(store: &Store, head: &Head) {
    if let Err(error) = store.note_head(head) {
        tracing::error!(%error, "the record's last entry could not be noted beside the database");
    }
}

/// At the start: what of the record is not as it was noted, if anything is not.
pub(super) async fn at_start(app: &App) -> Result<Option<String>> {
    Ok(match app.store.noted_head() {
        Ok(Some(noted)) => app.store.audit_holds(&noted).await?.err().map(|flaw| flaw.to_string()),
        Ok(None) if app.store.should_be_noted().await? => Some(
            "The file beside the database in which the last entry is noted was missing: whether lines were cut off at \
             the end is not known."
                .to_owned(),
        ),
        Ok(None) => None,
        Err(error) => {
            Some(format!("The file beside the database in which the last entry is noted can't be read: {error}."))
        }
    })
}
