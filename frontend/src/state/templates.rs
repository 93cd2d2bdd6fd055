//! The apps that have a template, kept up to date by the stream.

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use shared::apps::AppView;

use crate::api;

/// The templates' heads, by app.
#[derive(Clone, Copy)]
pub struct Templates {
    all: RwSignal<Option<LiteMap<AppName, AppView>>>,
}

impl Templates {
    /// Reads the list and hands it to everything below.
    pub fn provide() -> Self {
        let templates = Self { all: RwSignal::new(None) };
        provide_context(templates);
        templates.read();
        templates
    }

    /// Reads the list again. If that fails, what was known stays.
    pub fn read(self) {
        spawn_local(async move {
            if let Ok(list) = api::apps::list().await {
                let mut all = LiteMap::new();
                // The server sends them by name. Taking them in at once would bring a sort of its own along.
                for view in list {
                    all.insert(view.app.clone(), view);
                }
                self.all.set(Some(all));
            }
        });
    }

    /// Takes in one that was just written.
    pub fn put(&self, view: AppView) {
        self.all.update(|all| {
            all.get_or_insert_default().insert(view.app.clone(), view);
        });
    }

    /// Whether the list was read; tracked.
    pub fn ready(&self) -> bool {
        self.all.with(Option::is_some)
    }

    /// The apps that have a template, by name; tracked.
    pub fn names(&self) -> Vec<AppName> {
        self.all.with(|all| all.iter().flat_map(|all| all.keys().cloned()).collect())
    }

    /// One app's; absent if it has no template. Tracked.
    pub fn get(&self, app: &AppName) -> Option<AppView> {
        self.all.with(|all| all.as_ref()?.get(app).cloned())
    }
}

/// The templates.
pub fn use_templates() -> Templates {
    expect_context()
}
