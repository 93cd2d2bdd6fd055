//! The connected cluster, how to connect another, and how to reach Fleet through Quarterdeck.

pub mod commands;

use leptos::prelude::*;
use shared::session::{ClusterInfo, Engine};

use super::SectionHead;
use crate::paths::{self, Section};
use crate::state::live::use_live;
use crate::state::memo::memo;
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
    let ways = commands::connect();
    let way = |way: commands::Way| {
        view! {
            <div>
                <div class="code-head">
                    <h3 class="label">{way.title}</h3>
                    <CopyButton text=way.text.clone() label=format!("Copy: {}", way.title) />
                </div>
                <Code text=way.text label=way.title />
            </div>
        }
    };
    let through = commands::through_proxy(&origin);
    view! {
        <SectionHead
            title="Clusters"
            text="Quarterdeck keeps the only connection to Fleet. Close Fleet's own port to everybody else."
        />
        <table class="table table-stack">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Fleet at"</th>
                    <th scope="col">"Data"</th>
                    <th scope="col">"Size"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <section class="zone stack stack-wide" aria-labelledby="connect">
            <div>
                <h2 id="connect">{if is_demo(&me) { "Connect your own Fleet" } else { "Connect another Fleet" }}</h2>
                <p class="quiet">
                    "Quarterdeck learns at its start where Fleet is. Stop it, then start it with one of these; users, \
                    tokens and templates stay."
                </p>
            </div>
            {ways.into_iter().map(way).collect_view()}
        </section>
        <section class="zone stack stack-wide" aria-labelledby="proxy">
            <div>
                <h2 id="proxy">"Reach Fleet through Quarterdeck"</h2>
                <p class="quiet">
                    "curl, CI and fleetctl speak Fleet's own API here, with a token instead of an open port. Every write is \
                    recorded. "
                    <a href=paths::settings_at(Section::Tokens)>"Make a token"</a>
                    "."
                </p>
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
            return "not read yet".to_owned();
        }
        let (machines, units) = live.with(|cluster| (cluster.machines().len(), cluster.units().len()));
        let known = if live.stale() { "last known: " } else { "" };
        format!("{known}{}, {}", words::count(machines, "machine"), words::count(units, "unit"))
    });
    let is_known = cluster.reached.is_some();
    let (place, in_the_clear) = match (cluster.engine, cluster.reached) {
        (Engine::Demo, _) => ("built in: a demo, nothing in it is real".to_owned(), false),
        (Engine::Fleet, Some(reached)) => (reached.endpoint, reached.in_the_clear),
        (Engine::Fleet, None) => ("told to administrators only".to_owned(), false),
    };
    let warning = in_the_clear.then_some(
        "Without TLS over the network: whoever stands in between can do anything to every machine. Use https://, a \
        unix socket or a tunnel.",
    );
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
                        "not shown here"
                    </td>
                }
                    .into_any()
            }}
        </tr>
    }
}
