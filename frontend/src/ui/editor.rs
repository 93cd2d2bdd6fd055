//! A text of lines, with their numbers and with what is wrong with them: unit files and JSON.

use crate::state::memo::memo;
use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, IconView};
use super::message::Tone;
use super::unique::unique;

/// Something to say about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line it is about, from 1, if it is about one.
    pub line: Option<u32>,
    /// Whether the text can't be used as it is (`Tone::Bad`), or could be better.
    pub tone: Tone,
    /// A sentence.
    pub text: String,
}

/// A text of lines. It grows with its lines and scrolls as a whole, so that numbers and lines never part.
#[component]
pub fn Editor(
    /// Its label.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// What is to be said about it.
    #[prop(into)]
    remarks: Signal<Vec<Remark>>,
    /// What helps to write it, below it.
    #[prop(optional, into)]
    hint: ViewFn,
    /// Whether it can only be read.
    #[prop(default = Signal::stored(false), into)]
    readonly: Signal<bool>,
    /// At least so many lines are shown.
    #[prop(default = 12)]
    min_lines: usize,
) -> impl IntoView {
    let id = unique("text");
    let notes = format!("{id}-notes");
    let lines = memo(move || value.with(|text| line_count(text)).max(min_lines));
    let gutter = memo(move || remarks.with(|remarks| gutter(lines.get(), remarks)));
    let bad = memo(move || remarks.with(|all| all.iter().any(|remark| remark.tone == Tone::Bad)));
    let node = NodeRef::<html::Textarea>::new();
    let go_to = move |line: u32| {
        let Some(area) = node.get_untracked() else { return };
        let (from, to) = value.with_untracked(|text| line_range(text, line));
        let _ = area.focus();
        // It can fail only for inputs that have no selection.
        let _ = area.set_selection_range(from, to);
    };
    let remark_view = move |remark: Remark| {
        let icon = if remark.tone == Tone::Bad { Icon::Error } else { Icon::Warning };
        let place = remark.line.map(|line| {
            view! {
                <button type="button" class="link" on:click=move |_| go_to(line)>
                    {format!("Line {line}")}
                </button>
                ": "
            }
        });
        view! {
            <li data-tone=remark.tone.attribute()>
                <IconView icon=icon />
                <span>{place} {remark.text}</span>
            </li>
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="editor" class:is-bad=move || bad.get()>
                <pre class="editor-lines" aria-hidden="true">
                    {move || {
                        gutter
                            .get()
                            .into_iter()
                            .map(|(text, tone)| match tone {
                                None => view! { {text} }.into_any(),
                                Some(tone) => view! { <span data-tone=tone.attribute()>{text}</span> }.into_any(),
                            })
                            .collect_view()
                    }}
                </pre>
                <textarea
                    id=id
                    node_ref=node
                    rows=move || lines.get().to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    readonly=move || readonly.get()
                    aria-invalid=move || bad.get().then_some("true")
                    aria-describedby=notes.clone()
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            </div>
            <div id=notes>
                <ol class="lint" role="list">
                    {move || remarks.get().into_iter().map(remark_view).collect_view()}
                </ol>
                {hint.run()}
            </div>
        </div>
    }
}

fn line_count(text: &str) -> usize {
    text.split('\n').count()
}

/// The line numbers, in pieces: what no remark is about stands together.
fn gutter(lines: usize, remarks: &[Remark]) -> Vec<(String, Option<Tone>)> {
    let mut pieces: Vec<(String, Option<Tone>)> = Vec::new();
    for line in 1..=lines {
        let of_line = |remark: &&Remark| remark.line.is_some_and(|own| own as usize == line);
        let bad = remarks.iter().filter(of_line).any(|remark| remark.tone == Tone::Bad);
        let tone = if bad { Some(Tone::Bad) } else { remarks.iter().find(of_line).map(|remark| remark.tone) };
        let end = if line == lines { "" } else { "\n" };
        match (pieces.last_mut(), tone) {
            (Some((text, None)), None) => text.push_str(&format!("{line}{end}")),
            _ => pieces.push((format!("{line}{end}"), tone)),
        }
    }
    pieces
}

/// Where a line begins and ends, in UTF-16 units, as the browser counts.
fn line_range(text: &str, line: u32) -> (u32, u32) {
    let units = |part: &str| u32::try_from(part.encode_utf16().count()).unwrap_or(u32::MAX);
    let mut from = 0;
    for (at, own) in (1..).zip(text.split('\n')) {
        let length = units(own);
        if at == line {
            return (from, from + length);
        }
        from += length + 1;
    }
    (from.saturating_sub(1), from.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_a_remark_stand_alone() {
        let remarks = [Remark { line: Some(2), tone: Tone::Bad, text: String::new() }];
        let pieces = gutter(4, &remarks);
        let expected = [("1\n", None), ("2\n", Some(Tone::Bad)), ("3\n4", None)];
        assert_eq!(pieces, expected.map(|(text, tone)| (text.to_owned(), tone)));
    }

    #[test]
    fn a_line_is_found_as_the_browser_counts() {
        assert_eq!(line_range("a\nbcd\ne", 2), (2, 5));
        assert_eq!(line_range("😀\nb", 2), (3, 4));
        assert_eq!(line_range("a", 9), (1, 1));
    }
}
