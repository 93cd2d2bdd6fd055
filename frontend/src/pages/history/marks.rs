//! The deployments of a span, as a list: what the lines on the chart stand for.

use std::sync::Arc;

use leptos::prelude::*;
use shared::history::{HistoryView, Mark, Span};

use crate::action::log;
use crate::paths;
use crate::state::memo::{Memo, memo};
use crate::ui::each::each;
use crate::ui::more::More;
use crate::ui::time::whole_moment;
use crate::ui::zone::Zone;

/// So many at first; more when somebody asks.
const AT_ONCE: usize = 10;

/// The list; nothing where there was none.
#[component]
pub fn Marks(
    /// Whose they are.
    view: Memo<Arc<HistoryView>>,
) -> impl IntoView {
    let drawn = RwSignal::new(AT_ONCE);
    let total = memo(move || view.with(|view| view.marks.len()));
    let some = memo(move || total.get() > 0);
    let shown = move || view.with(|view| view.marks.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
    view! { {move || {
        some.get()
            .then(|| {
                view! {
                    <Zone id="past-deployments" title=say::history::deployments()>
                        <ol class="past-log" role="list">
                            {each(shown, |mark| format!("{mark:?}"), line)}
                        </ol>
                        <More
                            label=say::history::more_deployments()
                            has_more=Signal::derive(move || drawn.get() < total.get())
                            busy=false
                            on_press=move |()| drawn.update(|drawn| *drawn += AT_ONCE)
                        />
                    </Zone>
                }
            })
    }} }
}

fn line(mark: Mark) -> AnyView {
    let ending = log::ending(&mark.state);
    view! {
        <li>
            <span class="quiet">{whole_moment(mark.started_ms, Span::Day)}</span>
            <span>
                <a href=paths::deployment(&mark.action)>{mark.summary}</a>
                " "
                {say::history::by(&mark.by, &ending)}
            </span>
        </li>
    }
    .into_any()
}
