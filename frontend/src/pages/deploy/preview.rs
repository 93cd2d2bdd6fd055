//! What was read from a source: the options as a table, the errors as a list that leads to their lines.

use leptos::html;
use leptos::prelude::*;
use shared::template::SourceError;

use super::source::{Reading, line_range};
use crate::state::words;
use crate::ui::icon::{Icon, IconView};

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
    let count = move || reading.with(|reading| words::count(reading.options.len(), "option"));
    let any = Memo::new(move |_| reading.with(|reading| !reading.options.is_empty()));
    view! {
        <section aria-labelledby="what-is-read">
            <div class="code-head">
                <h3 id="what-is-read">"What is read"</h3>
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
                                    <th scope="col">"Section"</th>
                                    <th scope="col">"Option"</th>
                                    <th scope="col">"Value"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    }
                        .into_any()
                } else {
                    view! { <p class="hint">"The options appear here as soon as all of it can be read."</p> }.into_any()
                }
            }}
        </section>
    }
}

/// What is wrong with a source, line by line, and what is worth a thought.
#[component]
pub fn Lint(
    /// Its id, for `aria-describedby`.
    id: String,
    /// What was read.
    reading: Memo<Reading>,
    /// The text field, to lead to a line of it.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let errors = move || {
        reading.with(|reading| {
            let line = |error: &SourceError| view! { <Problem error=error.clone() field=field /> };
            reading.errors.iter().map(line).collect_view()
        })
    };
    let hint = move || {
        reading.with(|reading| {
            reading.hint.clone().map(|hint| {
                view! {
                    <li data-tone="warn">
                        <IconView icon=Icon::Warning />
                        <span>{hint}</span>
                    </li>
                }
            })
        })
    };
    view! {
        <ol class="lint" id=id role="list">
            {errors}
            {hint}
        </ol>
    }
}

#[component]
fn Problem(error: SourceError, field: NodeRef<html::Textarea>) -> impl IntoView {
    let lead = error.line.map(|line| {
        let show = move |_| {
            if let Some(field) = field.get_untracked() {
                let (start, end) = line_range(&field.value(), line);
                // Selecting can fail only for inputs that hold no text.
                let _ = field.focus().and_then(|()| field.set_selection_range(start, end));
            }
        };
        view! {
            <button type="button" class="link" on:click=show>
                {format!("Line {line}")}
            </button>
            ": "
        }
    });
    view! {
        <li data-tone="bad">
            <IconView icon=Icon::Error />
            <span>{lead} {error.message}</span>
        </li>
    }
}
