//! How many units each machine carries, side by side: an imbalance is seen at a glance.

use std::sync::Arc;

use fleet::MachineId;
use leptos::prelude::*;

use super::load::{Load, Overview};
use crate::paths;
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::chart::adopt_styles;
use crate::ui::zone::Zone;

/// So many have room for their names side by side on a desk; those of more stand upright.
const NAMES_BESIDE: usize = 12;

/// What a bar leads to, its name, how high it is.
type Bar = (MachineId, String, usize);

/// A bar for each machine with its name, and a line at the mean.
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
        let Load { most, mean } = load.get();
        let is_few = bars.len() <= NAMES_BESIDE;
        // On the page of all machines the list below leads to each of them too: there is no need to pass all bars by Tab.
        let is_passed = chosen.is_none().then_some("-1");
        let bar = |(id, label, count): Bar| {
            let is_chosen = chosen.as_ref() == Some(&id);
            let words = say::machines::bar(count, &label, &words::grouped(count));
            view! {
                <li>
                    <a
                        class="bar-of"
                        href=paths::machine(&id)
                        tabindex=is_passed
                        aria-current=is_chosen.then_some("page")
                        aria-label=words.clone()
                        title=words
                    >
                        <span class="bar-room">
                            <span class="bar-load" style=("--load", share(count, most))></span>
                        </span>
                        <span class="bar-name">{label}</span>
                    </a>
                </li>
            }
        };
        view! {
            <ul class="bars" class:is-few=is_few role="list" style=("--mean", share(mean, most))>
                {bars.into_iter().map(bar).collect_view()}
            </ul>
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

/// How high, of the highest: "0.75".
fn share(count: usize, most: usize) -> String {
    let thousandths = count * 1_000 / most.max(1);
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_high_as_its_part_of_the_highest() {
        assert_eq!(share(3, 4), "0.750");
        assert_eq!(share(4, 4), "1.000");
        assert_eq!(share(0, 0), "0.000");
    }
}
