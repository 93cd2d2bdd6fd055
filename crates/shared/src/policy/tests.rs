use fleet::AppName;

use super::*;
use crate::id::{RoleName, UserName};

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

fn app(name: &str) -> AppName {
    AppName::parse(name).unwrap()
}

fn cluster(name: &str) -> ClusterName {
    ClusterName::parse(name).unwrap()
}

fn right(role: &str, cluster: &str, apps: &str) -> Right {
    let role = RoleName::parse(role).unwrap();
    let verbs = role.built_in().unwrap();
    Right { role, verbs, cluster: pattern(cluster), apps: pattern(apps), limits: Limits::NONE }
}

fn actor(rights: impl Into<Vec<Right>>) -> Actor {
    Actor { name: UserName::parse("ada").unwrap(), rights: rights.into().into() }
}

fn limited(most_instances: Option<u32>, versions: Option<&str>) -> Right {
    let limits = Limits { most_instances, versions: versions.map(pattern) };
    Right { limits, ..right("deployer", "*", "web-*") }
}

#[test]
fn the_table() {
    let mut table = vec![format!("{:<10}{}", "", BUILT_IN.map(|(name, ..)| format!("{name:<10}")).concat())];
    for verb in Verb::ALL {
        let cells = BUILT_IN.map(|(name, ..)| {
            let actor = actor([right(name, "*", "*")]);
            let scope = Scope::app(&cluster("main"), &app("example"));
            format!("{:<10}", if may(&actor, verb, scope).is_ok() { "yes" } else { "-" })
        });
        table.push(format!("{:<10}{}", verb.as_str(), cells.concat()).trim_end().to_owned());
    }
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn nobody_may_anything_without_a_right() {
    let places = [
        Scope::server(),
        Scope::cluster(&cluster("main")),
        Scope::app(&cluster("main"), &app("example")),
        Scope { cluster: None, app: Some(app("example")) },
    ];
    for verb in Verb::ALL {
        for scope in &places {
            assert!(may(&actor([]), verb, scope.clone()).is_err(), "{verb:?} {scope:?}");
        }
        assert!(may_somewhere(&actor([]), verb, None).is_err());
    }
}

#[test]
fn a_permit_says_what_was_allowed() {
    let admin = Actor::admin(UserName::parse("ada").unwrap());
    let permit = may(&admin, Verb::Launch, Scope::server()).unwrap();
    assert_eq!((permit.verb(), permit.scope(), permit.actor()), (Verb::Launch, &Scope::server(), &admin));
}

#[test]
fn verbs_are_written_as_they_are_read() {
    for verb in Verb::ALL {
        assert_eq!(serde_json::to_value(verb).unwrap(), verb.as_str());
        assert_eq!(Verb::parse(verb.as_str()), Some(verb));
        assert_eq!(Verbs::of(&[verb]).iter().collect::<Vec<_>>(), [verb]);
    }
    let some = Verbs::of(&[Verb::Settings, Verb::View]);
    assert_eq!(serde_json::to_string(&some).unwrap(), r#"["view","settings"]"#);
    assert_eq!(serde_json::from_str::<Verbs>(r#"["settings","view","view"]"#).unwrap(), some);
}

#[test]
fn a_right_is_for_its_apps_on_its_clusters() {
    let ada = actor([right("deployer", "main", "web-*")]);
    let yes = |verb, scope| may(&ada, verb, scope).is_ok();
    assert!(yes(Verb::Deploy, Scope::app(&cluster("main"), &app("web-shop"))));
    assert!(!yes(Verb::Deploy, Scope::app(&cluster("other"), &app("web-shop"))));
    assert!(!yes(Verb::Deploy, Scope::app(&cluster("main"), &app("checkout"))));
    assert!(!yes(Verb::Remove, Scope::app(&cluster("main"), &app("web-shop"))));
    // What belongs to no app, a cluster as a whole, and the server take all apps.
    assert!(!yes(Verb::View, Scope::cluster(&cluster("main"))));
    assert!(!yes(Verb::View, Scope::server()));
    let grace = actor([right("operator", "main", "*")]);
    assert!(may(&grace, Verb::Machines, Scope::cluster(&cluster("main"))).is_ok());
    assert!(may(&grace, Verb::View, Scope::server()).is_err());
}

#[test]
fn one_right_must_allow_all_of_it() {
    // To view here and to deploy there is not to deploy here.
    let ada = actor([right("viewer", "*", "*"), right("deployer", "*", "web-*")]);
    assert!(may(&ada, Verb::View, Scope::app(&cluster("main"), &app("checkout"))).is_ok());
    assert!(may(&ada, Verb::Deploy, Scope::app(&cluster("main"), &app("checkout"))).is_err());
    // Neither of two limits is lifted by the other.
    let bob = actor([limited(Some(2), None), limited(None, Some("1.*"))]);
    let shop = || Scope::app(&cluster("main"), &app("web-shop"));
    let leads_to =
        |instances, version: &str| Extent { instances: Some(instances), versions: vec![version.to_owned()] };
    assert!(may(&bob, Verb::Deploy, shop()).and_then(|permit| permit.check(&leads_to(2, "2.0.0"))).is_ok());
    assert!(may(&bob, Verb::Deploy, shop()).and_then(|permit| permit.check(&leads_to(9, "1.2.0"))).is_ok());
    assert!(may(&bob, Verb::Deploy, shop()).and_then(|permit| permit.check(&leads_to(9, "2.0.0"))).is_err());
}

#[test]
fn a_limit_says_what_is_beyond_it() {
    let shop = || Scope::app(&cluster("main"), &app("web-shop"));
    let words = |right: Right, extent: &Extent| {
        may(&actor([right]), Verb::Deploy, shop())
            .and_then(|permit| permit.check(extent))
            .unwrap_err()
            .asking("ops@example.org")
            .to_string()
    };
    let extent = Extent { instances: Some(12), versions: vec!["2.0.0".to_owned()] };
    insta::assert_snapshot!(words(limited(Some(10), None), &extent), @"ada may not do this: the right 'deploy' on web-shop is for at most 10 instances, and this leads to 12. Ask ops@example.org for more.");
    insta::assert_snapshot!(words(limited(None, Some("1.*")), &extent), @"ada may not do this: the right 'deploy' on web-shop is for versions like 1.*, and this starts 2.0.0. Ask ops@example.org for more.");
    insta::assert_snapshot!(words(limited(None, Some("1.*")), &Extent::new(1, None)), @"ada may not do this: the right 'deploy' on web-shop is for versions like 1.*, and this starts units without a version. Ask ops@example.org for more.");
    insta::assert_snapshot!(words(right("viewer", "*", "*"), &extent), @"ada may not do this: it needs the right 'deploy' on web-shop. Ask ops@example.org for it.");
    // What takes away or changes nothing is beyond no limit.
    assert!(
        may(&actor([limited(Some(0), Some("1.*"))]), Verb::Scale, shop())
            .is_ok_and(|permit| permit.check(&Extent::default()).is_ok())
    );
}

#[test]
fn templates_belong_to_the_server_and_their_names_to_whoever_sees_the_app() {
    let template = |name: &str| Scope { cluster: None, app: Some(app(name)) };
    let mut writer = right("viewer", "*", "web-*");
    writer.verbs = Verbs::of(&[Verb::View, Verb::Template]);
    assert!(may(&actor([writer.clone()]), Verb::Template, template("web-shop")).is_ok());
    assert!(may(&actor([writer.clone()]), Verb::Template, template("checkout")).is_err());
    // Written once, it runs on all clusters.
    writer.cluster = pattern("main");
    assert!(may(&actor([writer.clone()]), Verb::Template, template("web-shop")).is_err());
    assert!(may(&actor([writer]), Verb::View, template("web-shop")).is_ok());
}

#[test]
fn what_is_not_seen_is_told_apart_from_what_is_not_allowed() {
    let ada = actor([right("deployer", "main", "web-*")]);
    let main = cluster("main");
    assert!(sees(&ada, &main, Some(&app("web-shop"))) && !sees(&ada, &main, Some(&app("checkout"))));
    assert!(!sees(&ada, &main, None));
    assert!(sees_scope(&ada, &Scope::app(&main, &app("web-shop"))));
    assert!(!sees_scope(&ada, &Scope::app(&main, &app("checkout"))));
    assert!(sees_scope(&ada, &Scope::cluster(&main)) && sees_scope(&ada, &Scope::server()));
    assert!(!sees_scope(&ada, &Scope::cluster(&cluster("other"))));
}

#[test]
fn a_sight_is_the_same_for_all_who_see_the_same() {
    let main = cluster("main");
    let of = |rights: &[Right]| Sight::of(&actor(rights.to_vec()), &main);
    let (web, shop) = (right("viewer", "*", "web-*"), right("deployer", "main", "web-shop"));
    assert_eq!(of(&[web.clone(), shop.clone()]), of(&[shop.clone(), web.clone(), web.clone()]));
    assert_eq!(of(&[web.clone(), shop]), of(std::slice::from_ref(&web)));
    assert!(
        of(std::slice::from_ref(&web)).sees(Some(&app("web-a")))
            && !of(std::slice::from_ref(&web)).sees(None)
    );
    assert!(of(&[]).is_nothing() && of(&[right("viewer", "other", "*")]).is_nothing());
    assert_eq!(of(&[web, right("viewer", "m*", "*")]), Sight::everything());
    assert!(Sight::everything().sees(None) && Sight::everything().is_everything());
}

#[test]
fn nobody_gives_what_they_do_not_have() {
    let ada = actor([right("operator", "*", "web-*"), limited(Some(5), None)]);
    let gives = |right: Right| may_give(&ada, &right).is_ok();
    assert!(gives(right("operator", "*", "web-*")) && gives(right("deployer", "main", "web-shop")));
    assert!(gives(limited(Some(2), Some("1.*"))));
    assert!(!gives(right("viewer", "*", "*")) && !gives(right("viewer", "*", "*-shop")));
    assert!(!gives(right("admin", "*", "web-shop")));
    let bob = actor([limited(Some(5), Some("1.*"))]);
    for (limits, ok) in [
        (Limits { most_instances: Some(5), versions: Some(pattern("1.2.*")) }, true),
        (Limits { most_instances: Some(6), versions: Some(pattern("1.*")) }, false),
        (Limits { most_instances: None, versions: Some(pattern("1.*")) }, false),
        (Limits { most_instances: Some(1), versions: None }, false),
        (Limits { most_instances: Some(1), versions: Some(pattern("*")) }, false),
    ] {
        let given = Right { limits: limits.clone(), ..right("deployer", "*", "web-*") };
        assert_eq!(may_give(&bob, &given).is_ok(), ok, "{limits:?}");
    }
}

mod patterns {
    use proptest::prelude::*;

    use super::pattern;
    use crate::policy::Pattern;

    #[test]
    fn are_whole_names_with_stars() {
        for (text, yes, no) in [
            ("*", vec!["", "a", "web-shop"], vec![]),
            ("web-*", vec!["web-", "web-shop"], vec!["web", "my-web-shop", "Web-shop"]),
            ("*-db", vec!["-db", "a-db-db"], vec!["a-db-", "db"]),
            ("a*b*c", vec!["abc", "a-b-b-c", "abcbc"], vec!["ab", "acb", "abcd"]),
            ("1.2.*", vec!["1.2.", "1.2.3-rc.1"], vec!["1.20", "1x2.3"]),
            ("web", vec!["web"], vec!["", "we", "webb"]),
        ] {
            for name in yes {
                assert!(pattern(text).matches(name), "{text} {name}");
            }
            for name in no {
                assert!(!pattern(text).matches(name), "{text} {name}");
            }
        }
        assert_eq!(pattern("a***b").as_str(), "a*b");
        for bad in ["", "a b", "a/b", "web?", "[a]", &"a".repeat(129)] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    /// The same rule in the words of its definition.
    fn matches(pattern: &[u8], name: &[u8]) -> bool {
        match pattern.split_first() {
            None => name.is_empty(),
            Some((b'*', rest)) => (0..=name.len()).any(|taken| matches(rest, &name[taken..])),
            Some((sign, rest)) => {
                name.split_first().is_some_and(|(first, name)| first == sign && matches(rest, name))
            }
        }
    }

    proptest! {
        #[test]
        fn match_as_defined(text in "[ab*]{1,8}", name in "[ab]{0,10}") {
            prop_assert_eq!(pattern(&text).matches(&name), matches(text.as_bytes(), name.as_bytes()));
        }

        #[test]
        fn cover_only_what_they_match(outer in "[ab*]{1,6}", inner in "[ab*]{1,6}", name in "[ab]{0,8}") {
            if pattern(&outer).covers(&pattern(&inner)) && pattern(&inner).matches(&name) {
                prop_assert!(pattern(&outer).matches(&name), "{outer} {inner} {name}");
            }
        }

        #[test]
        fn do_not_blow_up(stars in "(a\\*){1,60}b", name in "a{100,128}") {
            prop_assert!(!pattern(&stars).matches(&name));
        }
    }
}
