//! Parts of the page that the browser loads when they are needed: what nobody sees before the Apps are on the screen.
//!
//! Owns where the page is cut. In what is shipped (feature `split`) each part is a WebAssembly module of its own; in
//! any other build it is ordinary code. Nothing else may name a part's components: their code would come with the
//! first load again.

mod styles;

use std::pin::Pin;
use std::time::Duration;

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use shared::plan::PlanRequest;

use crate::action::acting::{Acting, Pending};
use crate::action::confirm::ConfirmDialog;
use crate::action::toasts::{ActionToastList, ActionToasts};
use crate::layout::background::Background;
use crate::layout::confirm_self::ConfirmSelf;
use crate::layout::help::HelpSheet;
use crate::layout::leave::Leave;
use crate::layout::palette::Palette;
use crate::layout::user_menu::items::UserMenuItems;
use crate::pages::activity::Activity;
use crate::pages::apps::attention::Row;
use crate::pages::apps::body::AppBody;
use crate::pages::apps::empty::NoApps;
use crate::pages::apps::marks::AppMarks;
use crate::pages::apps::overview::Overview;
use crate::pages::apps::row_menu::RowMenuItems;
use crate::pages::apps::troubles::Troubles;
use crate::pages::deploy::DeployPanel;
use crate::pages::deployment::DeploymentPage;
use crate::pages::deployments::Deployments;
use crate::pages::history::HistoryPage;
use crate::pages::machines::Machines;
use crate::pages::no_cluster::NoCluster;
use crate::pages::problem::Failed;
use crate::pages::screen::Screen;
use crate::pages::settings::Settings;
use crate::pages::sign_in::SignIn;
use crate::pages::sign_in::invited::Invited;
use crate::pages::sign_in::linked::Linked;
use crate::pages::unit::UnitPage;
use crate::pages::units::Units;
use crate::paths::AppsQuery;
use crate::state::cluster::AppUnits;
use crate::state::memo::Memo;
use crate::state::same::Same;
use crate::ui::skeleton::Skeleton;

/// All parts are fetched so long after there is something to see, so that the first click on one need not wait.
const FETCHED_AFTER: Duration = Duration::from_secs(1);

/// Draws a part that has come.
type Draw = Box<dyn Fn() -> AnyView + Send + Sync>;

/// Fetches a part, unless it is there already.
type Fetch = Pin<Box<dyn Future<Output = Result<Draw, NotHere>>>>;

/// A part could not be fetched.
struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Writes, for each part, a function of its name that shows it.
///
/// What is fetched is not the view but the function that draws it: the view is then made where it stands, with the
/// owner and the contexts of that place.
macro_rules! parts {
    ($($(#[$about:meta])* $name:ident($($argument:ident: $type:ty),*) in $module:ident => $view:expr, $waiting:ident;)*) => {
        mod code {
            use super::*;

            $(
                #[cfg_attr(
                    feature = "split",
                    leptos::wasm_split::wasm_split($module, wasm_split_path = leptos::wasm_split, fallible)
                )]
                pub(super) fn $name() -> Result<fn($($type),*) -> AnyView, SplitLoaderError> {
                    let draw: fn($($type),*) -> AnyView = |$($argument),*| $view.into_any();
                    Ok(draw)
                }
            )*
        }

        $(
            $(#[$about])*
            pub fn $name($($argument: $type),*) -> AnyView {
                show(
                    Box::pin(async move {
                        let draw = came!(code::$name());
                        Ok(Box::new(move || draw($($argument.clone()),*)) as Draw)
                    }),
                    $waiting,
                )
            }
        )*
    };
}

/// A part's code is a future only where the page is split.
macro_rules! came {
    ($code:expr) => {{
        #[cfg(feature = "split")]
        let draw = $code.await?;
        #[cfg(not(feature = "split"))]
        let draw = $code?;
        draw
    }};
}

parts! {
    /// Signing in, with the reason why one has to.
    sign_in(reason: Option<String>) in entrance => view! { <SignIn reason=reason /> }, nothing;
    /// The page behind an invitation.
    invited(code: String) in entrance => view! { <Invited code=code /> }, nothing;
    /// The page behind a one-time link to an account with a second factor.
    linked(code: String) in entrance => view! { <Linked code=code /> }, nothing;
    /// What stands in place of everything for who sees no cluster.
    no_cluster() in entrance => view! { <NoCluster /> }, nothing;
    /// What stands in place of the list before the first app.
    no_apps() in changes => view! { <NoApps /> }, nothing;
    /// The list of keys.
    help(on_close: Callback<()>) in places => view! { <HelpSheet on_close=on_close /> }, nothing;
    /// The list of deployments.
    deployments() in changes => view! { <Deployments /> }, rows;
    /// The page of one deployment.
    deployment() in changes => view! { <DeploymentPage /> }, rows;
    /// The Units page.
    units() in places => view! { <Units /> }, rows;
    /// The page of one unit.
    unit() in places => view! { <UnitPage /> }, rows;
    /// The Machines page.
    machines() in places => view! { <Machines /> }, rows;
    /// The past.
    history() in places => view! { <HistoryPage /> }, rows;
    /// The Activity page.
    activity() in places => view! { <Activity /> }, rows;
    /// Search and commands.
    palette(on_close: Callback<()>, on_help: Callback<()>) in places => view! { <Palette on_close=on_close on_help=on_help /> }, nothing;
    /// What stands below the row of an app that is open.
    app_body(app: AppName, units: Memo<Option<Same<AppUnits>>>) in changes => view! { <AppBody app=app units=units /> }, rows;
    /// What the menu of an app's row holds.
    app_menu(app: AppName, units: Memo<Option<Same<AppUnits>>>) in changes => view! { <RowMenuItems app=app units=units /> }, nothing;
    /// What needs attention besides the units, and how many rows wait until somebody's pointer has left the others.
    troubles(overview: Overview) in changes => view! { <Troubles overview=overview /> }, nothing;
    /// What an app's row says besides its units: that something of it waits for a yes, or that it is frozen.
    app_marks(app: AppName, marks: RwSignal<Vec<Row>>) in changes => view! { <AppMarks app=app marks=marks /> }, nothing;
    /// What goes on behind every page.
    background(toasts: ActionToasts) in changes => view! { <Background toasts=toasts /> }, nothing;
    /// What is under way, as toasts.
    toasts(toasts: ActionToasts) in changes => view! { <ActionToastList toasts=toasts /> }, nothing;
    /// The deploy panel, for what the address asks.
    deploy(query: Memo<AppsQuery>) in changes => view! { <DeployPanel query=query /> }, nothing;
    /// The dialog before a change that takes something away.
    confirm(pending: Pending) in changes => view! { <ConfirmDialog pending=pending /> }, nothing;
    /// The question whether it is still the same person.
    confirm_self() in settings => view! { <ConfirmSelf /> }, nothing;
    /// Signing out, with a question before it where there is a reason to ask.
    leave(on_stay: Callback<()>) in settings => view! { <Leave on_stay=on_stay /> }, nothing;
    /// What the menu under one's name holds.
    user_menu(on_help: Callback<()>, on_leave: Callback<()>) in settings => view! { <UserMenuItems on_help=on_help on_leave=on_leave /> }, nothing;
    /// The wall display. Nobody comes to it from another page, so it is not fetched behind them. Nobody tries again where its
    /// code does not come: then it does not say that it lives, and `index.html` loads the page again.
    screen() in screen => view! { <Screen /> }, nothing;
    /// The Settings pages.
    settings() in settings => view! { <Settings /> }, rows;
}

/// Fetches one part of each module: all others of it are in the same file.
async fn fetch_all() -> Result<(), NotHere> {
    styles::later().await?;
    came!(code::no_cluster());
    came!(code::deployments());
    came!(code::units());
    came!(code::settings());
    Ok(())
}

/// Makes and starts a plan, as `Acting::ask` wants it.
pub async fn plan_and_start(acting: Acting, request: PlanRequest) -> Result<(), SplitLoaderError> {
    came!(plan_code())(acting, request);
    Ok(())
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(changes, wasm_split_path = leptos::wasm_split, fallible))]
fn plan_code() -> Result<fn(Acting, PlanRequest), SplitLoaderError> {
    Ok(Acting::plan_and_start)
}

/// Whether the parts are here: for what is drawn without anybody asking for it, which must not fetch them earlier.
#[derive(Clone, Copy)]
pub struct Here(RwSignal<bool>);

impl Here {
    /// Not yet; hands it to everything below.
    pub fn provide() -> Self {
        let here = Self(RwSignal::new(false));
        provide_context(here);
        here
    }

    /// Fetches all parts soon, while nobody waits for them.
    pub fn fetch_soon(self) {
        let fetch = move || {
            spawn_local(async move {
                // Whoever opens the part that did not come is told, and can try again.
                if fetch_all().await.is_ok() {
                    self.0.try_set(true);
                }
            });
        };
        set_timeout(fetch, FETCHED_AFTER);
    }
}

/// Draws something once the parts are here.
pub fn once_here(draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let Here(here) = expect_context();
    (move || here.get().then(&draw)).into_any()
}

fn rows() -> AnyView {
    view! { <Skeleton rows=6 /> }.into_any()
}

fn nothing() -> AnyView {
    ().into_any()
}

/// Shows a part once it has come. That it can't come is usually a new server, which has other files: the page then
/// loads itself again as soon as the stream of news says so.
fn show(fetch: Fetch, waiting: fn() -> AnyView) -> AnyView {
    let came = StoredValue::new(None::<Draw>);
    let state = RwSignal::new(Came::NotYet);
    // Code and style sheet are fetched at the same time, and nothing is shown before both are here.
    let styled = styles::later();
    spawn_local(async move {
        let fetched = match fetch.await {
            Ok(draw) => styled.await.map(|()| draw),
            Err(error) => Err(error),
        };
        match fetched {
            Ok(draw) => {
                came.try_set_value(Some(draw));
                state.try_set(Came::Here);
            }
            Err(NotHere) => drop(state.try_set(Came::Never)),
        }
    });
    (move || match state.get() {
        Came::NotYet => waiting(),
        Came::Here => came.with_value(|draw| draw.as_ref().map(|draw| draw())).into_any(),
        Came::Never => view! {
            <Failed
                title=say::frame::part_missing()
                reason=say::frame::part_missing_why()
                on_retry=move |()| drop(window().location().reload())
            />
        }
        .into_any(),
    })
    .into_any()
}

/// Whether a part is here.
#[derive(Clone, Copy)]
enum Came {
    NotYet,
    Here,
    Never,
}
