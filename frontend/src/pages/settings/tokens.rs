//! API tokens: made, shown once, revoked.

pub mod create;
pub mod list;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Verb;
use shared::account::{CreatedToken, TokenRow};

use self::create::{Made, NewTokenForm};
use self::list::TokenTable;
use super::SectionHead;
use crate::api;
use crate::pages::problem::Failed;
use crate::state::rights;
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;

/// The tokens as they were read.
#[derive(Clone, Copy)]
pub struct TokenList {
    rows: RwSignal<Option<Result<Arc<Vec<TokenRow>>, String>>>,
}

impl TokenList {
    fn new() -> Self {
        Self { rows: RwSignal::new(None) }
    }

    /// Reads them again; what is shown stays until then.
    pub fn read(self) {
        spawn_local(async move {
            let answer = api::tokens::list().await;
            self.rows.try_set(Some(answer.map(Arc::new).map_err(|failure| failure.message())));
        });
    }
}

/// The Tokens section.
#[component]
pub fn Tokens() -> impl IntoView {
    let body = match rights::server_refusal(Verb::Users) {
        Some(refusal) => view! { <Check tone=Tone::Info text=refusal /> }.into_any(),
        None => view! { <Managed /> }.into_any(),
    };
    view! {
        <SectionHead
            title="Tokens"
            text="For curl, CI and fleetctl. A token can do what its role can, until it ends or is revoked."
        />
        {body}
    }
}

#[component]
fn Managed() -> impl IntoView {
    let list = TokenList::new();
    let made = RwSignal::new(None::<CreatedToken>);
    list.read();
    let on_made = move |token: CreatedToken| {
        made.set(Some(token));
        list.read();
    };
    let again = move |()| {
        list.rows.set(None);
        list.read();
    };
    view! {
        <NewTokenForm on_made=on_made />
        {move || made.get().map(|made| view! { <Made made=made /> })}
        {move || match list.rows.get() {
            None => view! { <Skeleton rows=3 /> }.into_any(),
            Some(Err(reason)) => {
                view! { <Failed title="The tokens could not be read" reason=reason on_retry=again /> }.into_any()
            }
            Some(Ok(rows)) => view! { <TokenTable rows=rows list=list /> }.into_any(),
        }}
    }
}
