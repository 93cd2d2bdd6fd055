//! A text of lines, with their numbers and with what is wrong with them: unit files and JSON.

use crate::state::memo::memo;
use leptos::html;
use leptos::prelude::*;

use super::message::Tone;
use super::unique::unique;

/// Something to say about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line it is about, from 1, if it is about one.
    pub line: Option<u32>,
    /// The column, from 1, if it is about one.
    pub column: Option<u32>,
    /// Whether it is an error (`Tone::Bad`), a warning, or a hint.
    pub tone: Tone,
    /// A sentence.
    pub text: String,
    /// How to mend it with a click.
    pub mend: Option<Mend>,
}

/// The text with something mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The words on its button.
    pub label: String,
    /// The whole text.
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
    /// What is to be said about it: marked at the lines. `Findings` says it.
    #[prop(into)]
    remarks: Signal<Vec<Remark>>,
    /// The field itself, for whoever has to give it the focus.
    #[prop(optional)]
    node: NodeRef<html::Textarea>,
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
                    // One more than there are: a scroll bar below wide text takes the room of a line, and the text
                    // would be pushed up beside its numbers.
                    rows=move || (lines.get() + 1).to_string()
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
            <div id=notes>{hint.run()}</div>
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
        let has = |tone: Tone| remarks.iter().filter(of_line).any(|remark| remark.tone == tone);
        // A hint needs no mark.
        let tone = [Tone::Bad, Tone::Warn].into_iter().find(|tone| has(*tone));
        let end = if line == lines { "" } else { "\n" };
        match (pieces.last_mut(), tone) {
            (Some((text, None)), None) => text.push_str(&format!("{line}{end}")),
            _ => pieces.push((format!("{line}{end}"), tone)),
        }
    }
    pieces
}

/// Where a line begins and ends, in UTF-16 units, as the browser counts.
pub(super) fn line_range(text: &str, line: u32) -> (u32, u32) {
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

/// The place of a character in a line, as a range without length.
pub(super) fn caret(text: &str, line: u32, column: u32) -> (u32, u32) {
    let (from, to) = line_range(text, line);
    let own = text.split('\n').nth(line.saturating_sub(1) as usize).unwrap_or_default();
    let before = own.chars().take(column.saturating_sub(1) as usize).map(char::len_utf16).sum::<usize>();
    let at = from.saturating_add(u32::try_from(before).unwrap_or(u32::MAX)).min(to);
    (at, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(line: u32, tone: Tone) -> Remark {
        Remark { line: Some(line), column: None, tone, text: String::new(), mend: None }
    }

    #[test]
    fn lines_with_a_remark_stand_alone() {
        let remarks = [remark(2, Tone::Info), remark(2, Tone::Bad), remark(4, Tone::Info)];
        let pieces = gutter(4, &remarks);
        let expected = [("1\n", None), ("2\n", Some(Tone::Bad)), ("3\n4", None)];
        assert_eq!(pieces, expected.map(|(text, tone)| (text.to_owned(), tone)));
    }

    #[test]
    fn a_line_is_found_as_the_browser_counts() {
        assert_eq!(line_range("a\nbcd\ne", 2), (2, 5));
        assert_eq!(line_range("😀\nb", 2), (3, 4));
        assert_eq!(line_range("a", 9), (1, 1));
        assert_eq!(caret("😀\n😀b", 2, 2), (5, 5));
        assert_eq!(caret("a\nb", 1, 9), (1, 1));
    }
}
