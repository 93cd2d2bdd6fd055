//! Whether a control may be used now, and if not, why: the same policy function that the server asks, and the age
//! of the data.

use fleet::AppName;
use leptos::prelude::*;
use shared::account::ListedToken;
use shared::policy::{Refusal, Right, Sight, may_give, may_somewhere};
use shared::session::SessionView;
use shared::{Scope, Verb, may};

use super::live::use_live;
use super::memo::{Memo, memo};
use super::session::{self, Me, use_me};

/// Why a change to the cluster is not possible now: the data is stale, or the right is missing. Absent if it is
/// possible. For `Button`'s `blocked`.
pub fn blocked(verb: Verb, app: Option<AppName>) -> Signal<Option<String>> {
    let me = use_me();
    let stale = use_live().blocked();
    Signal::derive(move || why_not(me, verb, app.clone()).or_else(|| stale.get()))
}

/// Why no app can be begun now, as [`blocked`].
pub fn new_app_blocked() -> Signal<Option<String>> {
    let me = use_me();
    let stale = use_live().blocked();
    Signal::derive(move || why_no_new_app(me).or_else(|| stale.get()))
}

/// Why somebody may begin no app; absent if they may; tracked. A new app is its template, whatever it is called.
pub fn why_no_new_app(me: Me) -> Option<String> {
    let view = me.view();
    in_words(&view, may_somewhere(&session::actor(&view), Verb::Template, None))
}

/// Why the right is missing; absent if it is there. For what does not depend on the cluster's data.
pub fn refusal(verb: Verb, app: Option<AppName>) -> Memo<Option<String>> {
    let me = use_me();
    memo(move || why_not(me, verb, app.clone()))
}

/// Why the right over the server itself (users, tokens, settings, the record) is missing; absent if it is there.
pub fn server_refusal(verb: Verb) -> Memo<Option<String>> {
    let me = use_me();
    memo(move || asked(&me.view(), verb, Scope::server()))
}

/// Why the right over an app on the whole server is missing; absent if it is there.
pub fn app_refusal(verb: Verb, app: AppName) -> Memo<Option<String>> {
    let me = use_me();
    memo(move || asked(&me.view(), verb, Scope { cluster: None, app: Some(app.clone()) }))
}

/// Why somebody may neither give nor take away all of this, or manage who has it: they lack a part of it themselves.
/// Absent if they may. For `Button`'s `blocked`.
pub fn may_not_give(all: Vec<Right>) -> Signal<Option<String>> {
    let me = use_me();
    Signal::derive(move || not_own(&me.view(), &all))
}

fn not_own(view: &SessionView, all: &[Right]) -> Option<String> {
    let actor = session::actor(view);
    in_words(view, all.iter().try_for_each(|right| may_give(&actor, right)))
}

/// Why somebody may not revoke this token: it is of one who may more. Absent if they may. For `Button`'s `blocked`.
pub fn may_not_revoke(token: ListedToken) -> Signal<Option<String>> {
    let me = use_me();
    Signal::derive(move || not_revoked(&me.view(), &token))
}

fn not_revoked(view: &SessionView, token: &ListedToken) -> Option<String> {
    in_words(view, token.may_revoke(&session::actor(view)))
}

/// Why somebody may not do this; absent if they may; tracked.
pub fn why_not(me: Me, verb: Verb, app: Option<AppName>) -> Option<String> {
    let view = me.view();
    let here = || session::cluster(&view).map(|cluster| cluster.name.clone());
    // Templates are the server's: whoever writes them writes those of all clusters.
    let cluster = if verb == Verb::Template { None } else { here() };
    asked(&view, verb, Scope { cluster, app })
}

/// Whether they see all apps of the cluster, and what belongs to none.
pub fn sees_everything() -> Memo<bool> {
    let me = use_me();
    memo(move || {
        let view = me.view();
        session::cluster(&view)
            .is_some_and(|cluster| Sight::of(&session::actor(&view), &cluster.name).is_everything())
    })
}

/// Draws what changes something, for whoever may change anything here at all. To all others a wall of disabled buttons
/// tells nothing; who may change something sees all of it, and beside what they may not, why.
pub fn for_who_changes(draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let me = use_me();
    (move || (!me.only_looks()).then(&draw)).into_any()
}

/// Draws what leads to the record, for whoever may read it.
pub fn for_who_reads_record(draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let me = use_me();
    (move || me.reads_record().then(&draw)).into_any()
}

/// Whether somebody may read the record.
pub(super) fn reads_record(view: &SessionView) -> bool {
    may(&session::actor(view), Verb::Audit, Scope::server()).is_ok()
}

/// Whether somebody may change nothing here at all.
pub(super) fn only_looks(view: &SessionView) -> bool {
    const CHANGES: [Verb; 8] = [
        Verb::Launch,
        Verb::Scale,
        Verb::Deploy,
        Verb::Rollback,
        Verb::Restart,
        Verb::Remove,
        Verb::Force,
        Verb::Template,
    ];
    let (actor, cluster) = (session::actor(view), session::cluster(view).map(|cluster| &cluster.name));
    CHANGES.into_iter().all(|verb| may_somewhere(&actor, verb, cluster).is_err())
}

fn asked(view: &SessionView, verb: Verb, scope: Scope) -> Option<String> {
    in_words(view, may(&session::actor(view), verb, scope))
}

/// What the policy said no with, and whom to ask; absent if it said yes.
fn in_words<T>(view: &SessionView, answer: Result<T, Refusal>) -> Option<String> {
    answer.err().map(|refusal| refusal.asking(&view.contact).to_string())
}

#[cfg(test)]
mod tests {
    use shared::account::TokenRow;
    use shared::policy::{Limits, Pattern, Verbs};
    use shared::{RoleName, UserName};

    use super::*;

    fn right(verbs: &[Verb], apps: &str) -> Right {
        Right {
            role: RoleName::parse("some").unwrap(),
            verbs: Verbs::of(verbs),
            cluster: Pattern::all(),
            apps: Pattern::parse(apps).unwrap(),
            limits: Limits::NONE,
        }
    }

    /// Bob, who sees everything and manages users.
    fn bob() -> SessionView {
        SessionView {
            user: UserName::parse("bob").unwrap(),
            rights: vec![right(&[Verb::View, Verb::Users], "*")].into(),
            contact: "ops@example.org".to_owned(),
            expires_ms: None,
            has_password: true,
            confirm_by: None,
            confirm_at: None,
            clusters: Vec::new(),
            version: String::new(),
            build: String::new(),
        }
    }

    #[test]
    fn who_has_less_is_told_what_is_missing_and_whom_to_ask() {
        let view = bob();
        assert_eq!(not_own(&view, &[]), None);
        assert_eq!(not_own(&view, &[right(&[Verb::View], "web-*"), right(&[Verb::Users], "*")]), None);
        let why = not_own(&view, &[right(&[Verb::View], "*"), right(&[Verb::Deploy], "web-*")]).unwrap();
        assert!(why.contains("deploy") && why.contains("web-*") && why.contains("ops@example.org"), "{why}");
    }

    #[test]
    fn a_token_of_somebody_who_may_more_is_not_revoked() {
        let token = |created_by: &str, owner: Option<&str>, revoking_takes: &[Right]| ListedToken {
            token: TokenRow {
                id: String::new(),
                name: UserName::parse("ci").unwrap(),
                role: RoleName::parse("viewer").unwrap(),
                cluster: Pattern::all(),
                apps: Pattern::all(),
                limits: Limits::NONE,
                hint: String::new(),
                created_by: created_by.to_owned(),
                owner: owner.map(|owner| UserName::parse(owner).unwrap()),
                created_ms: 1,
                expires_ms: 2,
                used_ms: None,
            },
            revoking_takes: revoking_takes.to_vec().into(),
        };
        let (less, more) = ([right(&[Verb::View], "web")], [right(&[Verb::View, Verb::Remove], "*")]);
        let why = not_revoked(&bob(), &token("ada", Some("ada"), &more)).unwrap();
        assert_eq!(
            why,
            "bob may not do this: who gives or takes rights needs them, and 'remove' on apps * of clusters * is missing. \
             Ask ops@example.org to do it."
        );
        assert!(not_revoked(&bob(), &token("command line", None, &more)).is_some());
        for own_or_less in [
            token("ada", Some("ada"), &less),
            token("command line", None, &less),
            token("bob", Some("bob"), &more),
            // One that a token of his made.
            token("bobs", Some("bob"), &more),
        ] {
            assert_eq!(not_revoked(&bob(), &own_or_less), None, "{own_or_less:?}");
        }
    }
}
