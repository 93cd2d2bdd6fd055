//! The last day of one app, below its open row.

use fleet::AppName;
use leptos::prelude::*;
use shared::history::{HistoryView, Span, Subject};

use crate::api;
use crate::paths;
use crate::state::live::use_live;
use crate::state::loaded::Loaded;
use crate::ui::strip::{Strip, percent, whole_sentence};

/// The strip, what it says, and the way to more. What can't be read is not told: it is beside the matter of the row.
#[component]
pub fn LastDay(
    /// The app.
    app: AppName,
) -> impl IntoView {
    let cluster = use_live().name();
    let loaded = Loaded::<HistoryView>::nothing();
    let subject = Subject::App(app.clone());
    loaded.read(async move { api::history::of(&cluster, &subject, Span::Day).await });
    let heading = format!("past-{app}");
    move || {
        let view = loaded.get().filter(|view| view.availability.wanted_ms() > 0)?;
        let share = view.availability.served();
        let said = match view.availability.known() {
            None => say::history::share_of_day,
            Some(_) => say::history::share_of_day_as_known,
        };
        let share = share.map(|share| said(&percent(&share))).unwrap_or_default();
        let (id, name) = (heading.clone(), app.to_string());
        Some(view! {
            <section class="share-of" aria-labelledby=heading.clone()>
                <h4 class="label" id=id>
                    {share}
                </h4>
                <Strip cells=view.strip.clone() name=name availability=view.availability span=Span::Day />
                <p class="small quiet">
                    {whole_sentence(&view.availability)} ". "
                    <a href=paths::history_of(&app)>{say::history::more_of_app()}</a>
                </p>
            </section>
        })
    }
}
