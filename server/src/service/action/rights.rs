//! Whether the one by whose rights an action goes on still has them. Asked before each step that takes something away.

use shared::plan::Confirm;
use shared::{Actor, Verb, may};

use super::open::OpenAction;
use super::scope;
use crate::app::App;
use crate::auth::Via;
use crate::service::access;

/// Fine, or why not, in words.
pub(super) async fn still_may(app: &App, open: &OpenAction) -> Result<(), String> {
    let behalf = open.behalf();
    let name = &behalf.name;
    let rights = match access::rights_now(app, name, &behalf.via).await {
        Ok(Some(rights)) => rights,
        Ok(None) if behalf.via == Via::Token.as_str() => {
            return Err(format!(
                "The API token {name} was revoked or has expired, so nothing more is taken away by its rights. \
                 Somebody else can let this go on."
            ));
        }
        Ok(None) => {
            return Err(format!(
                "{name} is no longer a user here, so nothing more is taken away by their rights. Somebody else can \
                 let this go on."
            ));
        }
        Err(error) => {
            tracing::error!(%error, "the rights of an action's owner could not be read");
            return Err(format!("It could not be read whether {name} may still do this."));
        }
    };
    let request = &open.plan().request;
    let actor = Actor { name: name.clone(), rights };
    let mut verbs = vec![request.verb()];
    if matches!(open.plan().confirm, Confirm::TypeName { force: true, .. }) {
        verbs.push(Verb::Force);
    }
    for verb in verbs {
        may(&actor, verb, scope(open.cluster(), request)).map_err(|refusal| {
            format!("{} Somebody else who may can let this go on.", refusal.asking(&app.config.contact))
        })?;
    }
    Ok(())
}
