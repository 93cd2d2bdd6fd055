//! What the server says about a template while it is written: asked a moment after the last key, the latest answer
//! wins, and what was said stays until there is something newer.

use std::time::Duration;

use fleet::AppName;
use fleet::lint::Severity;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lint::{FindingView, LintReport, LintRequest, RightView, TemplateRule};
use shared::template::is_json;

use super::source::Reading;
use crate::api;
use crate::pages::settings::templates::diff::Difference;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::order;
use crate::ui::button::Button;
use crate::ui::editor::{Mend, Remark};
use crate::ui::findings::Findings;
use crate::ui::message::Tone;
use crate::ui::tick::Tick;

/// How long the text must stay as it is before it is looked at.
const PAUSE: Duration = Duration::from_millis(200);
/// How long until a server that gave no answer is asked again.
const RETRY: Duration = Duration::from_secs(3);

/// A text and what was last said about it.
#[derive(Clone, Copy)]
pub struct Lint {
    text: RwSignal<String>,
    /// What there is to look at now.
    asked: Memo<LintRequest>,
    /// What was looked at, and the answer.
    said: RwSignal<(LintRequest, LintReport)>,
    /// Whether the writer wants to save in spite of the errors.
    seen: RwSignal<bool>,
    /// Whether the server gave no answer when it was last asked.
    unanswered: RwSignal<bool>,
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
        let live = use_live();
        let lint = Self {
            text,
            asked: memo(move || LintRequest {
                source: text.get(),
                app: AppName::parse(name().trim()).ok(),
                image: image.with(|image| image.trim().to_owned()),
                cluster: Some(live.name()),
            }),
            said: RwSignal::new(Default::default()),
            seen: RwSignal::new(false),
            unanswered: RwSignal::new(false),
            generation: StoredValue::new(0),
            field: NodeRef::new(),
        };
        effect(move || lint.changed(lint.asked.get()));
        let errors = memo(move || lint.errors());
        // Other errors are to be seen anew.
        effect(move || {
            errors.track();
            lint.seen.set(false);
        });
        lint
    }

    /// Looks at the text again: the server has just found in it what the page does not know of.
    pub fn again(self) {
        // The form may be closed by now.
        if self.generation.try_get_value().is_some() {
            self.changed(self.asked.get_untracked());
        }
    }

    fn changed(self, request: LintRequest) {
        self.generation.update_value(|generation| *generation += 1);
        if request.source.trim().is_empty() {
            self.said.set((request, LintReport::default()));
            return;
        }
        self.look(request, self.generation.get_value(), PAUSE);
    }

    fn look(self, request: LintRequest, generation: u32, after: Duration) {
        let is_latest = move || self.generation.try_get_value() == Some(generation);
        set_timeout(
            move || {
                if !is_latest() {
                    return;
                }
                spawn_local(async move {
                    let answer = api::lint::report(&request).await;
                    if !is_latest() {
                        return;
                    }
                    self.unanswered.set(answer.is_err());
                    match answer {
                        Ok(report) => self.said.set((request, report)),
                        Err(_) => self.look(request, generation, RETRY),
                    }
                });
            },
            after,
        );
    }

    /// Whether what was said is about what there is now; tracked.
    fn is_current(self) -> bool {
        self.asked.with(|asked| self.said.with(|(about, _)| about == asked))
    }

    /// For the editor: errors first.
    pub fn remarks(self) -> Signal<Vec<Remark>> {
        let remarks = memo(move || {
            self.said.with(|(_, report)| {
                let mut findings: Vec<&FindingView> = report.findings.iter().collect();
                findings.sort_by_key(|finding| finding.severity);
                findings.into_iter().map(remark).collect::<Vec<_>>()
            })
        });
        Signal::derive(move || remarks.get())
    }

    /// Why nothing that was said can be taken now: it is about an older text.
    pub fn outdated(self) -> Signal<Option<String>> {
        let current = memo(move || self.is_current());
        Signal::derive(move || match (current.get(), self.unanswered.get()) {
            (true, _) => None,
            (false, false) => Some(say::deploy::lint_changed().to_owned()),
            (false, true) => Some(say::deploy::lint_unanswered().to_owned()),
        })
    }

    /// Takes a mended text, unless something changed since it was looked at.
    pub fn take(self, mended: String) {
        if untrack(|| self.is_current()) {
            self.text.set(mended);
        }
    }

    /// The rules whose errors were seen and accepted.
    pub fn accepted(self) -> Vec<String> {
        if self.seen.get_untracked() { self.errors_untracked() } else { Vec::new() }
    }

    /// Why the text should not be saved yet, if it is known to have errors that were not accepted; tracked. What is
    /// known of an older text holds nobody up: saving looks at it anyway.
    pub fn why_not(self) -> Option<String> {
        (self.is_current() && !self.seen.get() && !self.errors().is_empty())
            .then(|| say::deploy::lint_errors().to_owned())
    }

    /// The rules that found errors. A text that can't be read can't be saved at all.
    fn errors(self) -> Vec<String> {
        self.said.track();
        self.errors_untracked()
    }

    fn errors_untracked(self) -> Vec<String> {
        self.said.with_untracked(|(_, report)| {
            let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let unreadable = TemplateRule::Unreadable.as_str();
            let mut rules: Vec<String> =
                errors.map(|error| error.rule.clone()).filter(|rule| rule != unreadable).collect();
            order::sort(&mut rules, String::cmp);
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

/// All that is said about a text, and all that can be done about it. Empty while there is nothing to say.
#[component]
pub fn LintPane(
    /// What was said.
    lint: Lint,
    /// The text as it is read.
    reading: Memo<Reading>,
    /// Whether the text can only be read.
    #[prop(default = Signal::stored(false), into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    view! {
        <section aria-label=say::deploy::lint_label()>
            {move || (!readonly.get()).then(|| view! { <MakeRight lint=lint reading=reading /> })}
            <Findings
                remarks=lint.remarks()
                value=lint.text
                node=lint.field
                on_mend=Callback::new(move |mended| lint.take(mended))
                mend_blocked=lint.outdated()
                readonly=readonly
            />
        </section>
    }
}

/// All that can be mended at once, shown as a difference and taken with a click; and the way to save what has errors.
#[component]
fn MakeRight(
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
                        {move || if open.get() { say::deploy::mend_leave() } else { say::deploy::mend_all() }}
                    </Button>
                    {move || open.get().then(|| view! {
                        <Button blocked=outdated on_press=take>
                            {say::deploy::mend_apply()}
                        </Button>
                    })}
                </div>
                {move || open.get().then(|| view! { <Difference old=old new=new label=say::deploy::mend_changes() /> })}
            }
        })
    };
    let errors = memo(move || lint.errors().len());
    let seen = Signal::derive(move || say::deploy::accept_about(errors.get()));
    let accept = move || {
        (errors.get() > 0).then(|| {
            view! {
                <Tick label=say::deploy::accept() about=seen checked=lint.seen on_change=move |seen| lint.seen.set(seen) />
            }
        })
    };
    view! {
        <div class="stack">{move || offer()} {move || accept()}</div>
    }
}
