//! What changed between two texts, line by line. Pure but for the component that shows it.

use crate::state::memo::memo;
use leptos::prelude::*;

/// Texts of more lines than this are compared only at their ends: the time grows with the square.
const MOST_LINES: usize = 2_000;
/// So many unchanged lines stay around a change.
const CONTEXT: usize = 3;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same(String),
    /// Only in the old text.
    Old(String),
    /// Only in the new text.
    New(String),
    /// So many lines that are in both are left out.
    Skipped(usize),
}

/// Compares. The old lines of a change come before the new ones.
pub fn compare(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most_end = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(most_end).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) =
        (&old[same_start..old.len() - same_end], &new[same_start..new.len() - same_end]);
    let same = |line: &&str| Line::Same((*line).to_owned());
    let mut lines: Vec<Line> = old[..same_start].iter().map(same).collect();
    lines.extend(middle(old_middle, new_middle));
    lines.extend(old[old.len() - same_end..].iter().map(same));
    lines
}

/// Whether anything changed.
pub fn is_different(lines: &[Line]) -> bool {
    lines.iter().any(|line| !matches!(line, Line::Same(_)))
}

/// Leaves out what is far from any change.
pub fn shortened(lines: Vec<Line>) -> Vec<Line> {
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        let to = (at + CONTEXT + 1).min(lines.len());
        lines[from..to].iter().any(|line| !matches!(line, Line::Same(_)))
    };
    let kept: Vec<bool> = (0..lines.len()).map(near).collect();
    let mut short = Vec::new();
    for (line, kept) in lines.into_iter().zip(kept) {
        match (kept, short.last_mut()) {
            (true, _) => short.push(line),
            (false, Some(Line::Skipped(count))) => *count += 1,
            (false, _) => short.push(Line::Skipped(1)),
        }
    }
    short
}

/// The longest common lines stay, the rest goes and comes.
fn middle(old: &[&str], new: &[&str]) -> Vec<Line> {
    let gone = |line: &&str| Line::Old((*line).to_owned());
    let came = |line: &&str| Line::New((*line).to_owned());
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return old.iter().map(gone).chain(new.iter().map(came)).collect();
    }
    let width = new.len() + 1;
    // common[i * width + j]: how many lines old[i..] and new[j..] have in common, in order.
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            lines.push(Line::Same(old[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            lines.push(gone(&old[i]));
            i += 1;
        } else {
            lines.push(came(&new[j]));
            j += 1;
        }
    }
    lines.extend(old[i..].iter().map(gone));
    lines.extend(new[j..].iter().map(came));
    lines
}

/// A difference as lines with a sign before each, so that colour is not needed.
#[component]
pub fn Difference(
    /// The text before.
    #[prop(into)]
    old: Signal<String>,
    /// The text after.
    #[prop(into)]
    new: Signal<String>,
    /// What is compared.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let lines = memo(move || old.with(|old| new.with(|new| compare(old, new))));
    let line = |line: Line| {
        match line {
        Line::Same(text) => view! { <span class="diff-same">{format!("  {text}\n")}</span> }.into_any(),
        Line::Old(text) => view! { <del>{format!("− {text}\n")}</del> }.into_any(),
        Line::New(text) => view! { <ins>{format!("+ {text}\n")}</ins> }.into_any(),
        Line::Skipped(count) => {
            view! { <span class="code-faint">{format!("  … {}\n", say::settings_templates::lines_left_out(&count))}</span> }
                .into_any()
        }
    }
    };
    view! { {move || {
        let lines = lines.get();
        if !is_different(&lines) {
            return view! { <p class="quiet">{say::settings_templates::no_difference()}</p> }.into_any();
        }
        view! {
            <pre class="code diff" tabindex="0" role="region" aria-label=label.clone()>
                <code>{shortened(lines).into_iter().map(line).collect_view()}</code>
            </pre>
        }
        .into_any()
    }} }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(old: &str, new: &str) -> String {
        let sign = |line: &Line| match line {
            Line::Same(text) => format!(" {text}"),
            Line::Old(text) => format!("-{text}"),
            Line::New(text) => format!("+{text}"),
            Line::Skipped(count) => format!("…{count}"),
        };
        shortened(compare(old, new)).iter().map(sign).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn only_what_changed_is_marked() {
        assert_eq!(signs("a\nb\nc", "a\nx\nc"), " a|-b|+x| c");
        assert_eq!(signs("a\nb", "a\nb\nc"), " a| b|+c");
        assert_eq!(signs("a\nb\nc\nd", "b\nc\ne\nd"), "-a| b| c|+e| d");
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert!(!is_different(&compare("a\nb\n", "a\nb")));
        assert!(!is_different(&compare("", "")));
        assert!(is_different(&compare("", "a")));
    }

    #[test]
    fn repeated_lines_do_not_confuse_it() {
        assert_eq!(signs("a\na", "a"), " a|-a");
        assert_eq!(signs("a\nb\na\nb", "a\nb"), " a| b|-a|-b");
    }

    #[test]
    fn what_is_far_from_a_change_is_left_out() {
        assert_eq!(signs("1\n2\n3\n4\n5\n6\n7", "1\n2\n3\n4\n5\n6\nx"), "…3| 4| 5| 6|-7|+x");
    }

    #[test]
    fn applying_the_difference_gives_the_new_text() {
        let (old, new) = ("[Unit]\nA=1\nB=2\n\n[Service]\nC=3", "[Unit]\nB=2\nA=1\n\n[Service]\nC=4\nD=5");
        let lines = compare(old, new);
        let kept_old = |line: &Line| match line {
            Line::Same(text) | Line::Old(text) => Some(text.clone()),
            Line::New(_) | Line::Skipped(_) => None,
        };
        let kept_new = |line: &Line| match line {
            Line::Same(text) | Line::New(text) => Some(text.clone()),
            Line::Old(_) | Line::Skipped(_) => None,
        };
        assert_eq!(lines.iter().filter_map(kept_old).collect::<Vec<_>>().join("\n"), old);
        assert_eq!(lines.iter().filter_map(kept_new).collect::<Vec<_>>().join("\n"), new);
    }
}
