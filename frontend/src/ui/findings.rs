//! What is to be said about a text in an editor: each with its place, and a click that mends it.

use leptos::html;
use leptos::prelude::*;

use super::button::Button;
use super::editor::{Mend, Remark, caret, line_range};
use super::icon::IconView;
use super::message::Tone;
use crate::state::memo::memo;

/// The remarks about an editor's text, with their counts. Stands where it is seen beside the text.
#[component]
pub fn Findings(
    /// What is said.
    remarks: Signal<Vec<Remark>>,
    /// The text.
    value: RwSignal<String>,
    /// Where the text is written: remarks lead there.
    node: NodeRef<html::Textarea>,
    /// Takes a mended text.
    on_mend: Callback<String>,
    /// Why no remark can be mended now.
    mend_blocked: Signal<Option<String>>,
    /// Whether the text can't be changed.
    #[prop(into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let go_to = move |line: u32, column: Option<u32>| {
        let Some(area) = node.get_untracked() else { return };
        let (from, to) = value.with_untracked(|text| match column {
            Some(column) => caret(text, line, column),
            None => line_range(text, line),
        });
        let _ = area.focus();
        // It can fail only for inputs that have no selection.
        let _ = area.set_selection_range(from, to);
    };
    let remark_view = move |remark: Remark| {
        let Remark { line, column, tone, text, mend } = remark;
        let place = line.map(|line| {
            view! {
                <button type="button" class="link" on:click=move |_| go_to(line, column)>
                    {say::ui::line(&line)}
                </button>
                ": "
            }
        });
        let mend = mend.filter(|_| !readonly.get()).map(|Mend { label, text }| {
            let press = move |()| {
                // The button goes with its remark: the focus must not go with it.
                if let Some(area) = node.get_untracked() {
                    let _ = area.focus();
                }
                on_mend.run(text.clone());
            };
            view! {
                <Button small=true blocked=mend_blocked on_press=press>
                    {label}
                </Button>
            }
        });
        view! {
            <li data-tone=tone.attribute()>
                <IconView icon=tone.icon() />
                <span>
                    <strong>{word(tone)}</strong>
                    " "
                    {place}
                    {text}
                </span>
                {mend}
            </li>
        }
    };
    let counts = memo(move || remarks.with(|remarks| counts(remarks)));
    view! {
        <p class="hint" role="status">
            {move || counts.get()}
        </p>
        <ol class="lint" role="list" aria-label=say::ui::findings()>
            {move || remarks.get().into_iter().map(remark_view).collect_view()}
        </ol>
    }
}

fn word(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => say::ui::error(),
        Tone::Warn => say::ui::warning(),
        Tone::Ok | Tone::Info => say::ui::hint(),
    }
}

/// How many there are of each: `2 errors, 1 hint`.
fn counts(remarks: &[Remark]) -> String {
    let count = |tone: Tone| {
        let count = remarks.iter().filter(|remark| remark.tone == tone).count();
        (count > 0).then(|| match tone {
            Tone::Bad => say::ui::errors(count),
            Tone::Warn => say::ui::warnings(count),
            Tone::Ok | Tone::Info => say::ui::hints(count),
        })
    };
    [Tone::Bad, Tone::Warn, Tone::Info].into_iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(line: u32, tone: Tone) -> Remark {
        Remark { line: Some(line), column: None, tone, text: String::new(), mend: None }
    }

    #[test]
    fn remarks_are_counted_by_their_words() {
        assert_eq!(counts(&[]), "");
        let remarks = [remark(1, Tone::Info), remark(1, Tone::Bad), remark(2, Tone::Bad)];
        assert_eq!(counts(&remarks), "2 errors, 1 hint");
    }
}
