//! "3 updates: show": what came while rows stayed as they are.

use leptos::prelude::*;

use crate::state::memo::Memo;
use crate::state::words;
use crate::ui::icon::{Icon, IconView};

/// The button; nothing while nothing waits. It takes no room, so that nothing moves when it comes.
#[component]
pub fn Updates(
    /// How many changes wait.
    waiting: Memo<usize>,
    /// Shows them. Where only the pointer holds them back there is nothing to do: pressing anything shows them.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let button = move || {
        (waiting.get() > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="btn btn-small"
                    on:click=move |_| {
                        if let Some(press) = on_press {
                            press.run(());
                        }
                    }
                >
                    <IconView icon=Icon::Refresh />
                    {move || say::ui::updates(waiting.get(), &words::grouped(waiting.get()))}
                </button>
            }
        })
    };
    view! {
        <div class="fresh-rows" role="status">
            {button}
        </div>
    }
}
