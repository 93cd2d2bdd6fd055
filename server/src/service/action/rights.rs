//! Whether the one by whose rights an action goes on still has them. Asked before each step that takes something away.

use shared::course::Leg;
use shared::plan::Confirm;
use shared::policy::Refusal;
use shared::{Actor, UserName, Verb, may};

use super::asked;
use super::open::OpenAction;
use crate::app::App;
use crate::auth::Via;
use crate::service::access;

/// Why it does not go on, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Denial {
    /// They may not any more: somebody else has to let it go on.
    Refused(String),
    /// It is not known: it is to be asked again.
    Unread(String),
}

/// Fine, or why not.
pub(super) async fn still_may(app: &App, open: &OpenAction) -> Result<(), Denial> {
    let behalf = open.behalf();
    let name = &behalf.name;
    let rights = match access::rights_now(app, &behalf).await {
        Ok(Some(rights)) => rights,
        Ok(None) if behalf.via == Via::Token.as_str() => {
            return Err(Denial::Refused(format!(
                "The API token {name} was revoked or has expired, so nothing more is taken away by its rights. \
                 Somebody else can let this go on."
            )));
        }
        // Whoever is there still has lost what they came in with.
        Ok(None) if behalf.via == Via::Certificate.as_str() => {
            return Err(Denial::Refused(format!(
                "The client certificate by which {name} began this was revoked, or {name} is no longer a user here, so \
                 nothing more is taken away by their rights. Somebody else can let this go on."
            )));
        }
        Ok(None) => {
            return Err(Denial::Refused(format!(
                "{name} is no longer a user here, so nothing more is taken away by their rights. Somebody else can \
                 let this go on."
            )));
        }
        Err(error) => {
            tracing::error!(%error, "the rights of an action's owner could not be read");
            return Err(unread(name));
        }
    };
    let plan = open.plan();
    let actor = Actor { name: name.clone(), rights };
    let scope = asked::scope(app, open.cluster(), &plan.request).await;
    let scope = scope.map_err(|_| unread(name))?;
    let refused = |refusal: Refusal| {
        let refusal = refusal.asking(&app.config.contact);
        Err(Denial::Refused(format!("{refusal} Somebody else who may can let this go on.")))
    };
    let ask = |verb: Verb| may(&actor, verb, scope.clone());
    let is_on_its_way_back = open.view().deploying.is_some_and(|deploying| deploying.leg == Leg::Back);
    let allowed = match ask(plan.request.verb()) {
        // The way back leads to what ran before, and is part of what was begun; whoever may only go back may go that way.
        allowed if is_on_its_way_back => allowed.or_else(|refusal| ask(Verb::Rollback).map_err(|_| refusal)),
        allowed => allowed.and_then(|permit| permit.check(&plan.extent)),
    };
    if let Err(refusal) = allowed {
        return refused(refusal);
    }
    // What took force was the way there.
    if !is_on_its_way_back
        && matches!(plan.confirm, Confirm::TypeName { force: true, .. })
        && let Err(refusal) = ask(Verb::Force)
    {
        return refused(refusal);
    }
    Ok(())
}

fn unread(name: &UserName) -> Denial {
    Denial::Unread(format!(
        "It can't be read whether {name} may still do this. It goes on once that is known."
    ))
}
