//! The connected cluster, how to connect another, and how to reach Fleet through Quarterdeck.

pub mod commands;

use leptos::prelude::*;
use shared::Verb;
use shared::session::{ClusterInfo, Engine};

use super::SectionHead;
use crate::paths::{self, Section};
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::rights;
use crate::state::session::{is_demo, use_me};
use crate::state::words;
use crate::ui::copy::{Code, CopyButton};
use crate::ui::message::{Check, Tone};

/// The Clusters section.
#[component]
pub fn Clusters() -> impl IntoView {
    let me = use_me().view();
    let live = use_live();
    let shown = live.name();
    let rows = me.clusters.iter().cloned().map(|cluster| {
        let is_shown = cluster.name == shown;
        view! { <ClusterLine cluster=cluster is_shown=is_shown /> }
    });
    let origin = window().location().origin().unwrap_or_default();
    let way = |way: commands::Way| {
        view! {
            <div>
                <div class="code-head">
                    <h3 class="label">{way.title}</h3>
                    <CopyButton text=way.text.clone() label=say::settings_clusters::copy(&way.title) />
                </div>
                <Code text=way.text label=way.title />
            </div>
        }
    };
    let through = commands::through_proxy(&origin);
    // Whoever may not is not led there: what they read here they do with a token that somebody makes for them.
    let (why_not_connect, why_no_token) =
        (rights::server_refusal(Verb::Settings), rights::server_refusal(Verb::Users));
    let connect = move || match why_not_connect.get() {
        Some(why) => view! { <Check tone=Tone::Info text=why /> }.into_any(),
        None => commands::connect().into_iter().map(way).collect_view().into_any(),
    };
    let make_token = move || match why_no_token.get() {
        Some(why) => {
            view! { <Check tone=Tone::Info text=say::settings_clusters::proxy_no_token(&why) /> }.into_any()
        }
        None => view! {
            <p>
                <a href=paths::settings_at(Section::Tokens)>{say::settings_clusters::proxy_make_token()}</a>
            </p>
        }
        .into_any(),
    };
    view! {
        <SectionHead title=say::settings::clusters() text=say::settings_clusters::about() />
        <table class="table table-stack">
            <thead>
                <tr>
                    <th scope="col">{say::settings::name()}</th>
                    <th scope="col">{say::settings_clusters::fleet_at()}</th>
                    <th scope="col">{say::settings_clusters::data()}</th>
                    <th scope="col">{say::settings_clusters::size()}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <section class="zone stack stack-wide" aria-labelledby="connect">
            <div>
                <h2 id="connect">{if is_demo(&me) { say::settings_clusters::connect_own() } else { say::settings_clusters::connect_another() }}</h2>
                <p class="quiet">{say::settings_clusters::connect_about()}</p>
            </div>
            {connect}
        </section>
        <section class="zone stack stack-wide" aria-labelledby="proxy">
            <div>
                <h2 id="proxy">{say::settings_clusters::proxy()}</h2>
                <p class="quiet">{say::settings_clusters::proxy_about()}</p>
                {make_token}
            </div>
            {through.into_iter().map(way).collect_view()}
        </section>
    }
}

#[component]
fn ClusterLine(cluster: ClusterInfo, is_shown: bool) -> impl IntoView {
    let live = use_live();
    let chip = memo(move || live.chip());
    let size = memo(move || {
        if !live.ready() {
            return say::settings_clusters::not_read().to_owned();
        }
        let (machines, units) = live.with(|cluster| (cluster.machines().len(), cluster.units().len()));
        let machines = say::settings_clusters::machines(machines, &words::grouped(machines));
        let units = say::settings_clusters::units(units, &words::grouped(units));
        let size = format!("{machines}, {units}");
        if live.stale() { say::settings_clusters::last_known(&size) } else { size }
    });
    let is_known = cluster.reached.is_some();
    let (place, in_the_clear) = match (cluster.engine, cluster.reached) {
        (Engine::Demo, _) => (say::settings_clusters::demo().to_owned(), false),
        (Engine::Fleet, Some(reached)) => (reached.endpoint, reached.in_the_clear),
        (Engine::Fleet, None) => (say::settings_clusters::address_hidden().to_owned(), false),
    };
    let warning = in_the_clear.then(say::settings_clusters::in_the_clear);
    view! {
        <tr>
            <th scope="row">
                <b>{cluster.name.to_string()}</b>
            </th>
            <td class="full">
                <span class:mono=cluster.engine == Engine::Fleet && is_known>{place}</span>
                {warning.map(|text| view! { <Check tone=Tone::Warn text=text /> })}
            </td>
            {if is_shown {
                view! {
                    <td>
                        <span class="fresh fresh-text" data-age=move || live.age().as_str()>
                            <span>{move || chip.get()}</span>
                        </span>
                    </td>
                    <td>{move || size.get()}</td>
                }
                    .into_any()
            } else {
                view! {
                    <td colspan="2" class="faint">
                        {say::settings_clusters::not_shown()}
                    </td>
                }
                    .into_any()
            }}
        </tr>
    }
}
