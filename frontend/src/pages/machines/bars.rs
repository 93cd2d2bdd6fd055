//! How many units each machine carries, side by side: an imbalance is seen at a glance.

use std::sync::Arc;

use fleet::MachineId;
use leptos::prelude::*;

use super::load::Overview;
use crate::paths;
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::chart::adopt_styles;
use crate::ui::zone::Zone;

/// As many have room at least: a few bars are no wider than many.
const LEAST: usize = 24;

/// What a bar leads to, what it says, how high it is.
type Bar = (MachineId, String, usize);

/// A bar for each machine, and a line at the mean.
#[component]
pub fn Bars(
    /// What all machines carry.
    overview: Memo<Arc<Overview>>,
    /// Shown where there are so many machines.
    from: usize,
    /// The machine that stands out.
    #[prop(optional, into)]
    chosen: Option<MachineId>,
) -> impl IntoView {
    adopt_styles();
    let bars = memo(move || {
        overview.with(|overview| {
            let bar = |machine: &Arc<super::load::Carried>| {
                (machine.row.id.clone(), machine.label.clone(), machine.count())
            };
            overview.machines.iter().map(bar).collect::<Vec<Bar>>()
        })
    });
    let load = memo(move || overview.with(|overview| overview.load));
    let several = memo(move || bars.with(|bars| bars.len() >= from));
    let words = move || {
        let (most, least) = bars.with(|bars| {
            let counts = || bars.iter().map(|(_, _, count)| *count);
            (counts().max().unwrap_or_default(), counts().min().unwrap_or_default())
        });
        let number = words::grouped(most);
        if most == least {
            return say::machines::bars_each(most, &number);
        }
        say::machines::bars_range(most, &words::grouped(least), &number, &words::grouped(load.get().mean))
    };
    let draw = move || {
        let bars = bars.get();
        let (most, mean) = (load.get().most.max(1), load.get().mean);
        let (across, width) = (bars.len() * 4, bars.len().max(LEAST) * 4);
        let bar = |(at, (id, label, count)): (usize, Bar)| {
            let class = if chosen.as_ref() == Some(&id) { "bar-load is-chosen" } else { "bar-load" };
            // In a `g`, so that link and title are those of a picture and not of a text.
            view! {
                <g>
                    <a href=paths::machine(&id) tabindex="-1">
                        <title>{say::machines::bar(count, &label, &words::grouped(count))}</title>
                        <rect class="bar-room" x=at * 4 y="0" width="3" height=most></rect>
                        <rect class=class x=at * 4 y=most - count.min(most) width="3" height=count></rect>
                    </a>
                </g>
            }
        };
        // The sentence and the list of machines say the same to whoever does not see it.
        view! {
            <svg class="bars" viewBox=format!("0 0 {width} {most}") preserveAspectRatio="none" aria-hidden="true">
                {bars.into_iter().enumerate().map(bar).collect_view()}
                <path class="chart-wanted" d=format!("M0 {}H{across}", most - mean.min(most))></path>
            </svg>
        }
    };
    view! { {move || {
        several
            .get()
            .then(|| {
                let draw = draw.clone();
                view! {
                    <Zone
                        id="machine-bars"
                        title=say::machines::bars_title()
                        aside=view! { <span class="hint">{words}</span> }.into_any()
                    >
                        {draw}
                    </Zone>
                }
            })
    }} }
}
