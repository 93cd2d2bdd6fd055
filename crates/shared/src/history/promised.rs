//! What deployments promise while they go on: how many instances of an app are wanted then.

use std::collections::BTreeMap;

use fleet::AppName;

use crate::action::ActionView;

/// How many instances are wanted of each app that is being deployed.
pub type Promised = BTreeMap<AppName, u32>;

/// What the deployments among these actions promise, as long as they are at work: as many as before or as after it,
/// whichever are fewer. What else is set to run meanwhile is on its way up or out.
pub fn promised<'a>(actions: impl IntoIterator<Item = &'a ActionView>) -> Promised {
    actions.into_iter().filter(|action| action.state.is_at_work()).filter_map(of_one).collect()
}

fn of_one(action: &ActionView) -> Option<(AppName, u32)> {
    let deploying = action.deploying.as_deref()?;
    let before = deploying.from.iter().map(|from| from.count).sum::<u32>();
    // What scales or restarts leaves other versions as they are.
    let stays =
        deploying.from.iter().filter(|from| from.version != deploying.to.version).map(|from| from.count);
    let beside = if action.request.chooses_version() { 0 } else { stays.sum() };
    Some((action.request.app()?, before.min(deploying.to.count + beside)))
}
