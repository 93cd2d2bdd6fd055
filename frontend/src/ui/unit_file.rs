//! The text of a unit file to look at: sections and names stand out, comments step back.

use leptos::prelude::*;
use shared::mask::MARK;

/// A piece of a unit file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// `[Service]`.
    Section(String),
    /// `ExecStart=`.
    Key(String),
    /// A comment.
    Comment(String),
    /// Everything else, line ends as well.
    Plain(String),
}

/// Takes a text apart. The pieces, joined, are the text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // A line that goes on from the one before has no name of its own, whatever stands in it.
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = line.get(content.len()..).unwrap_or_default();
        if content.starts_with(['#', ';']) {
            pieces.push(Piece::Comment(content.to_owned()));
        } else if goes_on {
            pieces.push(Piece::Plain(content.to_owned()));
        } else if content.starts_with('[') {
            pieces.push(Piece::Section(content.to_owned()));
        } else if let Some((name, value)) = content.split_once('=') {
            pieces.push(Piece::Key(format!("{name}=")));
            pieces.push(Piece::Plain(value.to_owned()));
        } else {
            pieces.push(Piece::Plain(content.to_owned()));
        }
        goes_on = content.ends_with('\\');
        pieces.push(Piece::Plain(end.to_owned()));
    }
    pieces
}

/// A unit file in a box that can be reached and scrolled by keyboard.
#[component]
pub fn UnitFile(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Whether masks stand in it, which are marked as such.
    #[prop(optional)]
    masked: bool,
) -> impl IntoView {
    let piece = move |piece: Piece| match piece {
        Piece::Plain(text) if masked && text.contains(MARK) => marked(&text),
        Piece::Section(text) => view! { <span class="code-section">{text}</span> }.into_any(),
        Piece::Key(text) => view! { <span class="code-key">{text}</span> }.into_any(),
        Piece::Comment(text) => view! { <span class="code-faint">{text}</span> }.into_any(),
        Piece::Plain(text) => text.into_any(),
    };
    view! {
        <pre class="code" tabindex="0" role="region" aria-label=label>
            <code>{move || text.with(|text| pieces(text)).into_iter().map(piece).collect_view()}</code>
        </pre>
    }
}

/// A value with its masks standing out.
fn marked(text: &str) -> AnyView {
    let mask = |at: usize| (at > 0).then(|| view! { <span class="code-hidden">{MARK}</span> });
    let parts = text.split(MARK).enumerate().map(|(at, part)| view! { {mask(at)} {part.to_owned()} });
    parts.collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Section(text) | Piece::Key(text) | Piece::Comment(text) | Piece::Plain(text) => text,
            })
            .collect()
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["", "\n", "[Unit]\r\nA=b=c\n# x\n", "A=1 \\\n  B=2\nno end"] {
            assert_eq!(joined(text), text);
        }
    }

    #[test]
    fn a_line_that_goes_on_has_no_name() {
        let found = pieces("ExecStart=/bin/a \\\n  B=2\n");
        assert!(found.contains(&Piece::Key("ExecStart=".into())));
        assert!(found.contains(&Piece::Plain("  B=2".into())));
    }
}
