//! Colours, the language and the height of rows. Kept in the browser.

use leptos::prelude::*;

use crate::state::language::Choice;
use crate::state::rows::use_rows;
use crate::state::theme::{Theme, use_theme};

/// How the page looks.
#[component]
pub fn Look() -> impl IntoView {
    let theme = use_theme();
    let compact = use_rows();
    let themes = Theme::ALL.map(|own| {
        let words = if own == Theme::System { say::settings_account::theme_system() } else { own.word() };
        view! {
            <OneOf
                group="theme"
                words=words
                on=Signal::derive(move || theme.get() == own)
                on_choose=move |()| theme.set(own)
            />
        }
    });
    let languages = Choice::ALL.map(|own| {
        view! {
            <OneOf
                group="language"
                words=own.word()
                on=Signal::stored(own == Choice::stored())
                on_choose=move |()| own.choose()
            />
        }
    });
    let rows =
        [(false, say::settings_account::rows_comfortable()), (true, say::settings_account::rows_compact())]
            .map(|(own, words)| {
                view! {
                    <OneOf
                        group="rows"
                        words=words
                        on=Signal::derive(move || compact.get() == own)
                        on_choose=move |()| compact.set(own)
                    />
                }
            });
    view! {
        <section class="setting" aria-labelledby="look">
            <header>
                <h2 id="look">{say::settings_account::look()}</h2>
                <p>{say::settings_account::kept_here()}</p>
            </header>
            <div class="stack">
                <div class="field">
                    <span class="field-name" id="theme-name">
                        {say::settings_account::theme()}
                    </span>
                    <div class="segmented" role="radiogroup" aria-labelledby="theme-name">
                        {themes}
                    </div>
                </div>
                <div class="field">
                    <span class="field-name" id="language-name">
                        {say::state::language()}
                    </span>
                    <div class="segmented" role="radiogroup" aria-labelledby="language-name" aria-describedby="language-note">
                        {languages}
                    </div>
                    <p class="hint" id="language-note">
                        {say::settings_account::language_loads()}
                    </p>
                </div>
                <div class="field">
                    <span class="field-name" id="rows-name">
                        {say::settings_account::rows()}
                    </span>
                    <div class="segmented" role="radiogroup" aria-labelledby="rows-name">
                        {rows}
                    </div>
                </div>
            </div>
        </section>
    }
}

#[component]
fn OneOf(
    group: &'static str,
    words: &'static str,
    on: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <label class:is-on=move || on.get()>
            <input
                type="radio"
                name=group
                prop:checked=move || on.get()
                on:change=move |_| on_choose.run(())
            />
            {words}
        </label>
    }
}
