//! The tables of the settings: named columns, and a last one for what can be done to a row, whose name is only heard.

use leptos::prelude::*;

/// A table with these columns; a row has a cell for each, and one more for its buttons.
#[component]
pub fn Table(
    /// Their names.
    columns: &'static [fn() -> &'static str],
    /// The rows.
    rows: AnyView,
) -> impl IntoView {
    let heads = columns.iter().map(|name| view! { <th scope="col">{name()}</th> }).collect_view();
    view! {
        <table class="table table-stack">
            <thead>
                <tr>
                    {heads}
                    <th scope="col">
                        <span class="sr">{say::settings::actions()}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
