//! What the server says about a template while it is written: asked a moment after the last key, the latest answer
//! wins, and what was said stays until there is something newer.

use std::time::Duration;

use fleet::AppName;
use fleet::lint::Severity;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lint::{FindingView, LintReport, LintRequest, RightView};
use shared::template::is_json;

use super::source::Reading;
use crate::api;
use crate::pages::settings::templates::diff::Difference;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::words;
use crate::ui::button::Button;
use crate::ui::editor::{Mend, Remark};
use crate::ui::message::Tone;

/// How long the text must stay as it is before it is looked at.
const PAUSE: Duration = Duration::from_millis(200);

/// A text and what was last said about it.
#[derive(Clone, Copy)]
pub struct Lint {
    text: RwSignal<String>,
    /// The text that was looked at, and the answer.
    said: RwSignal<(String, LintReport)>,
    /// Whether the writer wants to save in spite of the errors.
    seen: RwSignal<bool>,
    /// Grows with each change; an answer to an older text is not taken.
    generation: StoredValue<u32>,
    /// Where the text is written.
    pub field: NodeRef<html::Textarea>,
}

impl Lint {
    /// Follows a text, and the name and image that it is meant for.
    pub fn follow(
        text: RwSignal<String>,
        name: impl Fn() -> String + Send + Sync + 'static,
        image: RwSignal<String>,
    ) -> Self {
        let lint = Self {
            text,
            said: RwSignal::new(Default::default()),
            seen: RwSignal::new(false),
            generation: StoredValue::new(0),
            field: NodeRef::new(),
        };
        let live = use_live();
        let request = memo(move || LintRequest {
            source: text.get(),
            app: AppName::parse(name().trim()).ok(),
            image: image.with(|image| image.trim().to_owned()),
            cluster: Some(live.name()),
        });
        effect(move || lint.changed(request.get()));
        let errors = memo(move || lint.errors());
        // Other errors are to be seen anew.
        effect(move || {
            errors.track();
            lint.seen.set(false);
        });
        lint
    }

    fn changed(self, request: LintRequest) {
        self.generation.update_value(|generation| *generation += 1);
        let generation = self.generation.get_value();
        if request.source.trim().is_empty() {
            self.said.set(Default::default());
            return;
        }
        let is_current = move || self.generation.try_get_value() == Some(generation);
        set_timeout(
            move || {
                if !is_current() {
                    return;
                }
                spawn_local(async move {
                    // Without an answer nothing new is said; saving asks again.
                    if let Ok(report) = api::lint::report(&request).await
                        && is_current()
                    {
                        self.said.set((request.source, report));
                    }
                });
            },
            PAUSE,
        );
    }

    /// For the editor: errors first.
    pub fn remarks(self) -> Signal<Vec<Remark>> {
        Signal::derive(move || {
            self.said.with(|(_, report)| {
                let mut findings: Vec<&FindingView> = report.findings.iter().collect();
                findings.sort_by_key(|finding| finding.severity);
                findings.into_iter().map(remark).collect()
            })
        })
    }

    /// Why nothing that was said can be taken now: it is about an older text.
    pub fn outdated(self) -> Signal<Option<String>> {
        let is_same = memo(move || self.said.with(|(source, _)| self.text.with(|text| text == source)));
        Signal::derive(move || {
            (!is_same.get()).then(|| "The text changed: it is being looked at again.".to_owned())
        })
    }

    /// Takes a mended text, unless the text changed since it was looked at.
    pub fn take(self, mended: String) {
        let is_same = self.said.with_untracked(|(source, _)| self.text.with_untracked(|text| text == source));
        if is_same {
            self.text.set(mended);
        }
    }

    /// The rules whose errors were seen and accepted.
    pub fn accepted(self) -> Vec<String> {
        if self.seen.get_untracked() { self.errors_untracked() } else { Vec::new() }
    }

    /// Why the text should not be saved yet, if there are errors that were not accepted; tracked.
    pub fn why_not(self) -> Option<String> {
        (!self.seen.get() && !self.errors().is_empty())
            .then(|| "Mend the errors first, or say below that you have seen them.".to_owned())
    }

    /// The rules that found errors. A text that can't be read can't be saved at all.
    fn errors(self) -> Vec<String> {
        self.said.track();
        self.errors_untracked()
    }

    fn errors_untracked(self) -> Vec<String> {
        self.said.with_untracked(|(_, report)| {
            let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let mut rules: Vec<String> =
                errors.map(|error| error.rule.clone()).filter(|rule| rule != "unreadable").collect();
            rules.dedup();
            rules
        })
    }

    fn right(self) -> Option<RightView> {
        self.said.with(|(_, report)| report.right.clone())
    }
}

fn remark(finding: &FindingView) -> Remark {
    Remark {
        line: finding.line,
        column: finding.column,
        tone: match finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Hint => Tone::Info,
        },
        text: finding.message.clone(),
        mend: finding.fix.as_ref().map(|fix| Mend { label: fix.label.clone(), text: fix.source.clone() }),
    }
}

/// All that can be mended at once, shown as a difference and taken with a click; and the way to save what has errors.
#[component]
pub fn MakeRight(
    /// What was said.
    lint: Lint,
    /// The text as it is read.
    reading: Memo<Reading>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let right = memo(move || lint.right());
    // JSON becomes a unit file: compared with what it says, not with how it is written.
    let old = Signal::derive(move || {
        let text = lint.text.get();
        if is_json(&text) {
            reading.with(|reading| fleet::unit_file::to_text(&reading.options))
        } else {
            text
        }
    });
    let new = Signal::derive(move || right.get().map(|right| right.source).unwrap_or_default());
    let take = move |()| {
        // The button goes with what it did: the focus must not go with it.
        if let Some(field) = lint.field.get_untracked() {
            let _ = field.focus();
        }
        lint.take(new.get_untracked());
        open.set(false);
    };
    let outdated = lint.outdated();
    let any = memo(move || right.with(Option::is_some));
    let offer = move || {
        any.get().then(|| {
            view! {
                <div class="row">
                    <Button on_press=move |()| open.update(|open| *open = !*open)>
                        {move || if open.get() { "Leave it as it is" } else { "Make it right…" }}
                    </Button>
                    {move || open.get().then(|| view! {
                        <Button blocked=outdated on_press=take>
                            "Apply these changes"
                        </Button>
                    })}
                </div>
                {move || open.get().then(|| view! { <Difference old=old new=new label="What making it right changes" /> })}
            }
        })
    };
    let errors = memo(move || lint.errors().len());
    let accept = move || {
        (errors.get() > 0).then(|| {
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || lint.seen.get()
                        on:change=move |event| lint.seen.set(event_target_checked(&event))
                    />
                    <span class="choice-text">
                        <span>"Save it all the same"</span>
                        <span>{move || format!("I have seen {}.", words::count(errors.get(), "kind of error"))}</span>
                    </span>
                </label>
            }
        })
    };
    view! {
        <div class="stack">{move || offer()} {move || accept()}</div>
    }
}
