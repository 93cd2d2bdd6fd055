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

#[tokio::test]
async fn a_sign_in_counts_only_if_what_was_shown_still_does() {
    let Own { store, folder: _folder } = own().await;
    add_user(&store, "ada").await;
    let name = user("ada");
    store.set_password(&name, "$first$").await.unwrap();
    let now = async || store.user(&name).await.unwrap().unwrap();
    let begin = async |id: &str, user: &User| {
        store
            .insert_session(NewSession {
                id,
                secret_hash: id,
                user,
                user_agent: "",
                now_ms: 9,
                confirmed: true,
                most: 9,
            })
            .await
            .unwrap()
    };
    // Between the look at the password and the session somebody changes something.
    let shown = now().await;
    assert!(begin("a", &shown).await);
    store.set_password(&name, "$second$").await.unwrap();
    assert!(!begin("b", &shown).await);
    let shown = now().await;
    assert!(begin("c", &shown).await);
    store.set_pending_totp(&name, "sealed").await.unwrap();
    assert!(store.confirm_totp(&name, "sealed", 1, &[]).await.unwrap());
    assert!(!begin("d", &shown).await);
    let shown = now().await;
    assert!(begin("e", &shown).await);
    store.disable_user(&name, 10).await.unwrap();
    assert!(!begin("f", &shown).await);
    store.delete_user(&name).await.unwrap();
    assert!(!begin("g", &shown).await);
    assert_eq!(store.sessions_of(&name).await.unwrap(), []);
}

#[tokio::test]
async fn a_user_is_made_with_all_that_is_theirs_or_not_at_all() {
    let Own { store, folder: _folder } = own().await;
    let (name, web) = (user("ada"), GroupName::parse("web").unwrap());
    let viewer = grant("1", Subject::User(name.clone()), "viewer", "*");
    let make = async |groups: &[GroupName]| {
        let new = NewUser { name: &name, role: None, password_hash: None, now_ms: 5 };
        let code = NewCode {
            code_hash: "code",
            purpose: CodePurpose::Invitation,
            user: &name,
            created_by: "grace",
            now_ms: 5,
            expires_ms: 9,
        };
        let gifts = Gifts { groups, grant: Some(&viewer), code: Some(code) };
        store.insert_user_with(new, gifts).await.unwrap()
    };
    assert_eq!(make(std::slice::from_ref(&web)).await, Err(NotMade::NoGroup(web.clone())));
    assert_eq!((store.users().await.unwrap(), store.grants().await.unwrap()), (vec![], vec![]));
    assert_eq!(store.open_invitations(5).await.unwrap(), []);
    store.put_group(&web, MemberSource::Local, &[], 7).await.unwrap();
    assert_eq!(make(std::slice::from_ref(&web)).await, Ok(()));
    assert_eq!(store.group(&web).await.unwrap().unwrap().members.len(), 1);
    assert_eq!(store.grants().await.unwrap(), std::slice::from_ref(&viewer));
    assert_eq!(store.open_invitations(5).await.unwrap().len(), 1);
    assert_eq!(make(&[]).await, Err(NotMade::NameTaken));
}

#[tokio::test]
async fn a_row_that_can_not_be_read_locks_nobody_out() {
    let Own { store, folder: _folder } = own().await;
    let ops = GroupName::parse("ops").unwrap();
    for name in ["ada", "bob"] {
        add_user(&store, name).await;
        add_token(&store, &format!("{name}s"), None, None).await;
        for id in ["1", "2"] {
            let id = format!("{name}{id}");
            store.insert_grant(&grant(&id, Subject::User(user(name)), "viewer", "web-*")).await.unwrap();
        }
    }
    store.put_group(&ops, MemberSource::Local, &[user("ada"), user("bob")], 7).await.unwrap();
    for name in ["seers", "doers"] {
        let role = Role { name: RoleName::parse(name).unwrap(), verbs: Verbs::of(&[Verb::View]) };
        store.put_role(&role).await.unwrap();
    }
    // As a newer version might write them.
    for change in [
        "UPDATE grants SET apps = '~web' WHERE id = 'ada1'",
        "UPDATE group_members SET source = 'stars' WHERE user_name = 'bob'",
        "UPDATE roles SET verbs = '[\"dance\"]' WHERE name = 'doers'",
        "UPDATE tokens SET cluster = '~' WHERE id = 'bobs'",
        "UPDATE users SET created_ms = -1 WHERE name = 'bob'",
    ] {
        sqlx::query(change).execute(&store.pool).await.unwrap();
    }
    let rights = store.rights_of(&user("ada")).await.unwrap();
    let apps: Vec<&str> = rights.iter().map(|right| right.apps.as_str()).collect();
    assert_eq!(apps, ["*", "web-*"], "what can't be read gives nothing");
    assert_eq!(store.grants().await.unwrap().len(), 5);
    assert_eq!(store.group(&ops).await.unwrap().unwrap().members.len(), 1);
    assert_eq!(store.groups().await.unwrap().len(), 1);
    let roles = store.roles().await.unwrap();
    assert_eq!(roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), ["seers"]);
    assert_eq!(store.tokens().await.unwrap().len(), 1);
    assert_eq!(store.users().await.unwrap().len(), 1);
}
