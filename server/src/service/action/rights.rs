//! Whether the one by whose rights an action goes on still has them. Asked before each step that takes something away.

use std::time::Duration;

use shared::course::Leg;
use shared::plan::Confirm;
use shared::policy::Refusal;
use shared::{Actor, UserName, Verb, may};

use super::asked;
use super::open::OpenAction;
use crate::app::App;
use crate::auth::Via;
use crate::error::Error;
use crate::service::access;
use crate::store::Behalf;

/// How long after a reading that failed it is read once more.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

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
    asked_again(|| ask(app, open)).await
}

/// What can't be read is read once more before anything follows from it: only a deployment goes on by itself later.
async fn asked_again<F>(ask: impl Fn() -> F) -> Result<(), Denial>
where
    F: Future<Output = Result<(), Denial>>,
{
    match ask().await {
        Err(Denial::Unread(_)) => {
            tokio::time::sleep(AGAIN_AFTER).await;
            ask().await
        }
        known => known,
    }
}

async fn ask(app: &App, open: &OpenAction) -> Result<(), Denial> {
    let behalf = open.behalf();
    let name = &behalf.name;
    let rights = match access::rights_now(app, &behalf).await {
        Ok(Some(rights)) => rights,
        Ok(None) => return Err(Denial::Refused(gone(&behalf))),
        Err(error) => return Err(unread(name, &error)),
    };
    let plan = open.plan();
    let actor = Actor { name: name.clone(), rights };
    let scope = asked::scope(app, open.cluster(), &plan.request).await;
    let scope = scope.map_err(|error| unread(name, &error))?;
    let refused = |refusal: Refusal| {
        let refusal = refusal.asking(&app.config.contact);
        Err(Denial::Refused(say::server::course::refused_others_can(&refusal)))
    };
    let asked = |verb: Verb| may(&actor, verb, scope.clone());
    let back = || {
        asked(Verb::Rollback)?;
        asked::may_along(&actor, Verb::Rollback, &scope, plan)
    };
    let is_on_its_way_back = open.view().deploying.is_some_and(|deploying| deploying.leg == Leg::Back);
    let verb = plan.request.verb();
    let allowed = if is_on_its_way_back {
        // It leads to what ran before, and is part of what was begun; whoever may only go back may go that way.
        let begun = asked(verb).and_then(|_| asked::may_along(&actor, verb, &scope, plan));
        begun.or_else(|refusal| back().map_err(|_| refusal))
    } else {
        asked::may_all(&actor, verb, scope.clone(), plan).map(drop)
    };
    if let Err(refusal) = allowed {
        return refused(refusal);
    }
    // What took force was the way there.
    if !is_on_its_way_back
        && matches!(plan.confirm, Confirm::TypeName { force: true, .. })
        && let Err(refusal) = asked(Verb::Force)
    {
        return refused(refusal);
    }
    Ok(())
}

/// What whoever began it came in with is there no more; they themselves may be.
fn gone(behalf: &Behalf) -> String {
    let name = &behalf.name;
    match Via::parse(&behalf.via) {
        Some(Via::Token) => say::server::course::token_gone(name),
        Some(Via::Certificate) => say::server::course::certificate_gone(name),
        _ => say::server::course::user_gone(name),
    }
}

fn unread(name: &UserName, error: &Error) -> Denial {
    tracing::error!(%error, "the rights of an action's owner could not be read");
    Denial::Unread(say::server::course::rights_unread(name))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// What follows from these answers, one after the other, and how many of them were not asked for.
    async fn after(mut answers: Vec<Result<(), Denial>>) -> (Result<(), Denial>, usize) {
        answers.reverse();
        let answers = RefCell::new(answers);
        let found = asked_again(|| std::future::ready(answers.borrow_mut().pop().unwrap())).await;
        (found, answers.into_inner().len())
    }

    #[tokio::test]
    async fn one_reading_that_fails_says_nothing_and_a_second_one_does() {
        let unread = || Err(Denial::Unread("first".to_owned()));
        let refused = || Err(Denial::Refused("no".to_owned()));
        assert_eq!(after(vec![unread(), Ok(())]).await, (Ok(()), 0));
        assert_eq!(after(vec![unread(), refused()]).await, (refused(), 0));
        assert_eq!(after(vec![unread(), unread(), Ok(())]).await, (unread(), 1), "then it waits");
        assert_eq!(after(vec![refused(), Ok(())]).await, (refused(), 1), "what is known is not asked again");
        assert_eq!(after(vec![Ok(()), refused()]).await, (Ok(()), 1));
    }
}
