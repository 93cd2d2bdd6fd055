use super::{Actor, Role, Scope, Verb, may};
use crate::id::UserName;

fn actor(role: Role) -> Actor {
    Actor { name: UserName::parse("ada").unwrap(), role }
}

#[test]
fn the_table() {
    let table: Vec<String> = Verb::ALL
        .iter()
        .map(|verb| {
            let allowed = may(&actor(Role::Admin), *verb, Scope::server()).is_ok();
            format!("{:<10} admin {}", verb.as_str(), if allowed { "yes" } else { "no" })
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r"
    view       admin yes
    view-spec  admin yes
    launch     admin yes
    scale      admin yes
    deploy     admin yes
    rollback   admin yes
    restart    admin yes
    remove     admin yes
    force      admin yes
    template   admin yes
    raw-unit   admin yes
    machines   admin yes
    users      admin yes
    audit      admin yes
    settings   admin yes
    ");
}

#[test]
fn a_permit_says_what_was_allowed() {
    let permit = may(&actor(Role::Admin), Verb::Launch, Scope::server()).unwrap();
    assert_eq!(
        (permit.verb(), permit.scope(), permit.actor().role),
        (Verb::Launch, &Scope::server(), Role::Admin)
    );
}

#[test]
fn verbs_and_roles_are_written_as_they_are_read() {
    for verb in Verb::ALL {
        assert_eq!(serde_json::to_value(verb).unwrap(), verb.as_str());
    }
    assert_eq!(Role::parse(Role::Admin.as_str()), Some(Role::Admin));
    assert_eq!(Role::parse("root"), None);
}
