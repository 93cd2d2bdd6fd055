//! Setting one's password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{SHORTEST_PASSWORD, SetPassword};

use crate::api;
use crate::state::session::{use_me, use_session};
use crate::ui::field::TextField;
use crate::ui::message::{Check, ErrorLine, Tone};
use crate::ui::toast::use_toasts;

/// The form.
#[component]
pub fn Password(
    /// Whether there is one already.
    has_password: bool,
) -> impl IntoView {
    let user = use_me().view_now().user.to_string();
    let session = use_session();
    let toasts = use_toasts();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let current_error = RwSignal::new(None::<String>);
    let new_error = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        current_error.set(None);
        new_error.set(new.with_untracked(|new| too_short(new)));
        if new_error.with_untracked(Option::is_some) {
            return;
        }
        let input =
            SetPassword { current: has_password.then(|| current.get_untracked()), new: new.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match api::account::set_password(&input).await {
                Ok(()) => {
                    toasts.ok(say::settings_account::password_is_set());
                    current.try_set(String::new());
                    new.try_set(String::new());
                    // What the page knows of the account includes whether it has a password.
                    if !has_password {
                        session.look_again();
                    }
                }
                Err(failure) => {
                    current_error.try_set(failure.field("current"));
                    new_error.try_set(failure.field("new"));
                    if failure.field("current").is_none() && failure.field("new").is_none() {
                        error.try_set(Some(failure.message()));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="setting" aria-labelledby="password">
            <header>
                <h2 id="password">{say::settings_account::password()}</h2>
                <p>{say::settings_account::password_about()}</p>
            </header>
            <form class="form" method="post" on:submit=submit>
                {(!has_password)
                    .then(|| {
                        view! {
                            <Check
                                tone=Tone::Warn
                                text=say::settings_account::password_none()
                            />
                        }
                    })}
                // For password managers: they file the password under this name.
                <input type="text" class="sr" name="username" autocomplete="username" value=user tabindex="-1" aria-hidden="true" readonly />
                {has_password
                    .then(|| {
                        view! {
                            <TextField
                                label=say::settings_account::password_now()
                                value=current
                                kind="password"
                                autocomplete="current-password"
                                error=current_error
                            />
                        }
                    })}
                <TextField
                    label=say::sign_in::new_password()
                    value=new
                    kind="password"
                    autocomplete="new-password"
                    error=new_error
                    hint=Signal::stored(say::sign_in::password_hint(&SHORTEST_PASSWORD))
                />
                <ErrorLine error=error />
                <div class="form-end">
                    <button class="btn btn-primary" type="submit" aria-busy=move || busy.get().then_some("true")>
                        {if has_password {
                            say::settings_account::password_change()
                        } else {
                            say::settings_account::password_set()
                        }}
                    </button>
                </div>
            </form>
        </section>
    }
}

fn too_short(password: &str) -> Option<String> {
    let has = password.chars().count();
    (has < SHORTEST_PASSWORD).then(|| say::settings_account::password_short(&SHORTEST_PASSWORD, &has))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_not_bytes() {
        assert!(too_short("short").is_some());
        assert!(too_short("äöüäöüäöüäö").is_some());
        assert!(too_short("twelve signs").is_none());
    }
}
