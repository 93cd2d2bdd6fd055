//! Groups: made, given members, removed. What a group has, each of its members has.

use say::server::record;
use shared::access::{GroupRow, Member, MemberSource, PutGroup};
use shared::{GroupName, Permit, UserName};

use super::admins::Given;
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::service::audit;
use crate::store::Group;

/// All groups, by name.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<GroupRow>> {
    Ok(app.store.groups().await?)
}

/// Makes a group, or sets who is in it by somebody's word here.
pub async fn put(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    name: &GroupName,
    body: PutGroup,
) -> Result<GroupRow> {
    let mut members = body.members;
    members.sort_unstable();
    members.dedup();
    let mut here = Vec::new();
    for member in &members {
        match app.store.user(member).await? {
            None => return Err(Error::bad_field("members", say::server::access::no_user(&member))),
            Some(user) if user.disabled_ms.is_none() => here.push(user.name),
            Some(_) => {}
        }
    }
    // Whoever puts somebody in gives them what the group has; whoever takes somebody out takes no more than they have.
    may_give_all(app, who, name).await?;
    let before = app.store.group(name).await?;
    let entry = who
        .entry(match &before {
            None if members.is_empty() => record::make_empty_group(name),
            None => record::make_group(name, &in_words(&members)),
            Some(_) if members.is_empty() => record::set_no_members(name),
            Some(_) => record::set_members(name, &in_words(&members)),
        })
        .detail(before.as_ref().map(|before| record::was(&in_words(&local(before)))));
    let (state, name) = (app.clone(), name.clone());
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        Given::of(&state).await?.check_change(|given| {
            for group in given.groups.iter_mut().filter(|group| group.name == name) {
                group
                    .members
                    .retain(|member| member.source != MemberSource::Local || members.contains(&member.name));
            }
            // Who is put in counts as well, if they may come in.
            let new = here.into_iter().map(|name| Member { name, source: MemberSource::Local });
            given.groups.push(Group { name: name.clone(), members: new.collect() });
        })?;
        state.store.put_group(&name, MemberSource::Local, &members, state.wall_ms()).await?;
        let stored = state.store.group(&name).await?;
        stored.ok_or_else(|| Error::not_found(say::server::access::group(&name)))
    })
    .await
}

/// Removes a group, and with it all that its members had by it.
pub async fn remove(app: &AppState, permit: &Permit, who: &SignedIn, name: &GroupName) -> Result<()> {
    let missing = |name: &GroupName| Error::not_found(say::server::access::group(&name));
    let before = app.store.group(name).await?.ok_or_else(|| missing(name))?;
    may_give_all(app, who, name).await?;
    let entry = who.entry(record::remove_group(name)).detail([record::was(&in_words(&local(&before)))]);
    let (state, name) = (app.clone(), name.clone());
    audit::recorded(app, permit, entry, async move {
        let _one_at_a_time = state.access.lock().await;
        Given::of(&state).await?.check_change(|given| given.groups.retain(|group| group.name != name))?;
        if state.store.delete_group(&name).await? { Ok(()) } else { Err(missing(&name)) }
    })
    .await
}

/// Asks whether they have themselves all that a group has.
pub(in crate::service) async fn may_give_all(app: &App, who: &SignedIn, name: &GroupName) -> Result<()> {
    for right in app.store.rights_of_group(name).await?.iter() {
        who.may_give(right).await?;
    }
    Ok(())
}

fn local(group: &Group) -> Vec<UserName> {
    let local = group.members.iter().filter(|member| member.source == MemberSource::Local);
    local.map(|member| member.name.clone()).collect()
}

fn in_words(members: &[UserName]) -> String {
    if members.is_empty() {
        return record::nobody().to_owned();
    }
    members.iter().map(UserName::as_str).collect::<Vec<_>>().join(", ")
}
