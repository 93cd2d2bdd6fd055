//! What an app's row says besides its units: that something of it waits for somebody's yes, and that it is frozen. Comes with a
//! part; what is told is found by `troubles`.

use fleet::AppName;
use leptos::prelude::*;

use super::attention::Row;
use crate::state::memo::memo;

/// The marks of one app.
#[component]
pub fn AppMarks(
    /// The app.
    app: AppName,
    /// Those of all apps.
    marks: RwSignal<Vec<Row>>,
) -> impl IntoView {
    let own = memo(move || {
        marks.with(|marks| {
            marks.iter().filter(|mark| mark.app.as_ref() == Some(&app)).cloned().collect::<Vec<_>>()
        })
    });
    let mark = |mark: Row| {
        view! {
            " "
            <a class="chip" href=mark.path title=mark.sentence>
                {mark.name}
            </a>
        }
    };
    move || own.get().into_iter().map(mark).collect_view()
}
