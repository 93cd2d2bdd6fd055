//! What was read from a source: the options as a table.

use leptos::prelude::*;

use super::source::Reading;
use crate::state::memo::{Memo, memo};

/// The options that were read.
#[component]
pub fn Preview(
    /// What was read.
    reading: Memo<Reading>,
) -> impl IntoView {
    let rows = move || {
        reading.with(|reading| {
            let row = |option: &fleet::UnitOption| {
                view! {
                    <tr>
                        <td>{option.section.clone()}</td>
                        <th scope="row">{option.name.clone()}</th>
                        <td class="full">
                            <code class="clip-2">{option.value.clone()}</code>
                        </td>
                    </tr>
                }
            };
            reading.options.iter().map(row).collect_view()
        })
    };
    let count = move || reading.with(|reading| say::deploy::options(reading.options.len()));
    let any = memo(move || reading.with(|reading| !reading.options.is_empty()));
    view! {
        <section aria-labelledby="what-is-read">
            <div class="code-head">
                <h3 id="what-is-read">{say::deploy::preview()}</h3>
                <span class="hint" role="status">
                    {move || any.get().then(count)}
                </span>
            </div>
            {move || {
                if any.get() {
                    view! {
                        <table class="table table-compact table-stack options">
                            <thead>
                                <tr>
                                    <th scope="col">{say::deploy::column_section()}</th>
                                    <th scope="col">{say::deploy::column_option()}</th>
                                    <th scope="col">{say::deploy::column_value()}</th>
                                </tr>
                            </thead>
                            <tbody>{move || rows()}</tbody>
                        </table>
                    }
                        .into_any()
                } else {
                    view! { <p class="hint">{say::deploy::preview_empty()}</p> }.into_any()
                }
            }}
        </section>
    }
}
