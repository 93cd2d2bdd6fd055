//! Users and tokens, and what becomes of what hangs on them.

use super::*;

/// A token of the role admin on everything, named by its id.
async fn add_token(store: &Store, id: &str, owner: Option<&str>, parent: Option<&str>) -> bool {
    let (name, stands_behind) = (user(id), owner.map(user));
    let new = NewToken {
        id,
        secret_hash: id,
        name: &name,
        role: &RoleName::admin(),
        cluster: &Pattern::all(),
        apps: &Pattern::all(),
        limits: &Limits::NONE,
        hint: "qd_000000",
        created_by: parent.or(owner).unwrap_or("command line"),
        owner: stands_behind.as_ref(),
        parent,
        now_ms: 1,
        expires_ms: 2,
    };
    store.insert_token(new).await.unwrap().is_some()
}

#[tokio::test]
async fn nothing_is_made_by_what_has_ended() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    assert!(!add_token(&store, "a", Some("nobody"), None).await);
    assert!(!add_token(&store, "a", None, Some("none")).await);
    assert!(add_token(&store, "a", Some("ada"), None).await);
    assert!(add_token(&store, "b", Some("ada"), Some("a")).await);
    assert!(add_token(&store, "c", Some("ada"), Some("b")).await);
    assert_eq!(store.tokens_below("a").await.unwrap(), [user("b"), user("c")]);
    store.disable_user(&user("ada"), 5).await.unwrap();
    assert!(!add_token(&store, "d", Some("ada"), None).await);
    store.enable_user(&user("ada")).await.unwrap();
    assert!(store.delete_token("a").await.unwrap() && !store.delete_token("a").await.unwrap());
    assert!(!add_token(&store, "d", Some("ada"), Some("c")).await);
    assert_eq!(store.tokens().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_remembered_of_a_token_ends_with_a_change_of_its_owners_rights() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    add_token(&store, "a", Some("ada"), None).await;
    let rights = async || store.token_by_secret("a").await.unwrap().unwrap().rights.iter().count();
    assert_eq!(rights().await, 1);
    let grant_id = store.grants().await.unwrap().remove(0).id;
    store.delete_grant(&grant_id).await.unwrap();
    assert_eq!(rights().await, 0);
    let ops = GroupName::parse("ops").unwrap();
    store.put_group(&ops, MemberSource::Local, &[], 7).await.unwrap();
    let to_group = Grant { limits: Limits::NONE, ..grant("g", Subject::Group(ops.clone()), "viewer", "*") };
    store.insert_grant(&to_group).await.unwrap();
    assert_eq!(rights().await, 0);
    store.set_sso_groups(&user("ada"), std::slice::from_ref(&ops)).await.unwrap();
    assert_eq!(rights().await, 1);
    store.set_sso_groups(&user("ada"), &[]).await.unwrap();
    assert_eq!(rights().await, 0);
}
