//! Before the first app: what an app is, and three ways to begin.

use leptos::prelude::*;

use crate::paths::{self, Section, Source};
use crate::state::live::use_live;
use crate::state::session::use_me;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};

/// What stands in place of the list.
#[component]
pub fn NoApps() -> impl IntoView {
    let me = use_me();
    move || if me.only_looks() { view! { <NoneToSee /> }.into_any() } else { view! { <Begin /> }.into_any() }
}

/// For who can begin nothing.
#[component]
fn NoneToSee() -> impl IntoView {
    let cluster = use_live().name();
    let text = format!(
        "Nothing that you may see runs on the cluster {cluster}. What is deployed later appears here by itself."
    );
    view! { <Empty title="No apps yet" text=text /> }
}

/// For who can deploy.
#[component]
fn Begin() -> impl IntoView {
    let cluster = use_live().name().to_string();
    view! {
        <section class="empty" aria-labelledby="no-apps">
            <h2 id="no-apps">"No apps yet"</h2>
            <p>
                "An app is a template for a unit. Say a version and a number, and Quarterdeck starts the instances on the cluster "
                <b>{cluster}</b> ". You see each call before it is made."
            </p>
            <div class="nexts">
                <div class="next">
                    <IconView icon=Icon::File />
                    <h3>"Paste what you have"</h3>
                    <p>
                        "A unit file, or the unit.json that you send to Fleet today. You see what is read before anything starts."
                    </p>
                    <a class="btn btn-primary" href=paths::deploy_new(Source::Paste)>
                        "Paste a unit file…"
                    </a>
                </div>
                <div class="next">
                    <IconView icon=Icon::Template />
                    <h3>"Begin from a starter"</h3>
                    <p>"A Docker image, a plain program, or one process on every machine. Change what you like."</p>
                    <a class="btn" href=paths::deploy_new(Source::Starter)>
                        "Choose a starter…"
                    </a>
                </div>
                <div class="next">
                    <IconView icon=Icon::Cluster />
                    <h3>"Connect a Fleet"</h3>
                    <p>"The units that already run there show up at once. Nothing is changed until you deploy."</p>
                    <a class="btn" href=paths::settings_at(Section::Clusters)>
                        "Connect a Fleet…"
                    </a>
                </div>
            </div>
        </section>
    }
}
