//! Before the first app: what an app is, and three ways to begin.

use leptos::prelude::*;
use shared::Verb;

use crate::paths::{self, Section, Source};
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::rights;
use crate::state::session::use_me;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};

/// What stands in place of the list.
#[component]
pub fn NoApps() -> impl IntoView {
    let me = use_me();
    let why_no_new = memo(move || rights::why_no_new_app(me));
    move || match why_no_new.get() {
        None => view! { <Begin /> }.into_any(),
        Some(_) if me.only_looks() => view! { <NoneToSee /> }.into_any(),
        Some(why) => view! {
            <NoneToSee />
            <Check tone=Tone::Info text=why />
        }
        .into_any(),
    }
}

/// For who can begin nothing.
#[component]
fn NoneToSee() -> impl IntoView {
    let cluster = use_live().name();
    view! { <Empty title=say::apps::no_apps() text=say::apps::none_to_see(&cluster) /> }
}

/// For who can begin an app.
#[component]
fn Begin() -> impl IntoView {
    let cluster = use_live().name().to_string();
    let (before, after) = say::around(say::apps::begin(&say::HERE));
    let may_not_connect = rights::server_refusal(Verb::Settings);
    let connect = move || may_not_connect.with(Option::is_none).then(|| view! { <Connect /> });
    view! {
        <section class="empty" aria-labelledby="no-apps">
            <h2 id="no-apps">{say::apps::no_apps()}</h2>
            <p>
                {before} <b>{cluster}</b> {after}
            </p>
            <div class="nexts">
                <div class="next">
                    <IconView icon=Icon::File />
                    <h3>{say::apps::paste_title()}</h3>
                    <p>
                        {say::apps::paste_about()}
                    </p>
                    <a class="btn btn-primary" href=paths::deploy_new(Source::Paste)>
                        {say::apps::paste()}
                    </a>
                </div>
                <div class="next">
                    <IconView icon=Icon::Template />
                    <h3>{say::apps::starter_title()}</h3>
                    <p>{say::apps::starter_about()}</p>
                    <a class="btn" href=paths::deploy_new(Source::Starter)>
                        {say::apps::starter()}
                    </a>
                </div>
                {connect}
            </div>
        </section>
    }
}

/// For who may change how Fleet is reached.
#[component]
fn Connect() -> impl IntoView {
    view! {
        <div class="next">
            <IconView icon=Icon::Cluster />
            <h3>{say::apps::connect_title()}</h3>
            <p>{say::apps::connect_about()}</p>
            <a class="btn" href=paths::settings_at(Section::Clusters)>
                {say::apps::connect()}
            </a>
        </div>
    }
}
