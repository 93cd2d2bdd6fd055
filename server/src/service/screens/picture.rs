//! What one screen is shown: the picture of its view, made anew when there is news of it.
//!
//! Owns a subscription at each cluster of the view, which only wakes it: the picture itself is always made whole. Sees
//! nothing past the sight of the view, for which the policy is asked as for everybody.

use std::sync::Arc;

use futures_util::future::select_all;
use shared::action::ActionView;
use shared::policy::{Actor, Sight};
use shared::screen::ScreenView;
use shared::screen::wall::{self, Pulse, Scene, Wall, WallEvent};
use shared::view::ClusterView;

use crate::app::App;
use crate::error::Result;
use crate::live::{Cluster, News, Subscription};
use crate::service::action;

/// What a screen shows of one cluster.
struct Part {
    cluster: Arc<Cluster>,
    sight: Sight,
    subscription: Subscription,
    actions: Vec<ActionView>,
    /// Whether something was said about actions since they were read.
    is_behind: bool,
    /// What was read last; none if there was a change since.
    view: Option<ClusterView>,
}

/// What one screen is shown.
pub struct Picture {
    actor: Actor,
    parts: Vec<Part>,
    shown: Option<Wall>,
}

/// What is to be sent.
#[derive(Debug)]
pub enum Sent {
    /// A picture other than the one before.
    Wall(Box<WallEvent>),
    /// Nothing changed but the time.
    Pulse(Pulse),
}

impl Picture {
    /// Of this view; nothing of it was sent yet.
    pub fn of(app: &App, view: &ScreenView) -> Self {
        let actor = view.actor();
        let seen = app.clusters.iter().filter_map(|cluster| {
            let sight = Sight::of(&actor, cluster.name());
            if sight.is_nothing() {
                return None;
            }
            // Before the stream counts as a viewer: the first one has Fleet read at once.
            cluster.look();
            let subscription = cluster.hub_for(&sight).subscribe(None);
            let cluster = Arc::clone(cluster);
            Some(Part { cluster, sight, subscription, actions: Vec::new(), is_behind: true, view: None })
        });
        Self { parts: seen.collect(), actor, shown: None }
    }

    /// Returns as soon as there is news. What it returns with is kept when it is dropped before.
    pub async fn changed(&mut self) {
        if self.parts.is_empty() {
            return std::future::pending().await;
        }
        let news = self.parts.iter_mut().map(|part| Box::pin(part.wait()));
        select_all(news).await;
    }

    /// The picture as it is now, or only its age if it is the one that was given before.
    pub async fn now(&mut self, app: &App) -> Result<Sent> {
        for part in &mut self.parts {
            // Before the news: a change that it is the age of is among them then.
            let freshness = part.cluster.freshness_told();
            while let Some(news) = part.subscription.try_next() {
                part.hear(&news);
            }
            // Of a cluster that did not change only the age is another one: that is most of what is told here.
            if let Some(view) = &mut part.view {
                view.freshness = freshness;
            }
            if std::mem::take(&mut part.is_behind) {
                part.actions = action::list(app, &self.actor, part.cluster.name()).await?;
            }
        }
        let scenes: Vec<Scene<'_>> = self.parts.iter_mut().map(Part::scene).collect();
        let pulse = Pulse {
            now_ms: app.now_ms(),
            clusters: scenes.iter().map(|scene| scene.view.freshness.clone()).collect(),
        };
        let wall = wall::wall(&scenes, pulse.now_ms);
        if self.shown.as_ref() == Some(&wall) {
            return Ok(Sent::Pulse(pulse));
        }
        self.shown = Some(wall.clone());
        Ok(Sent::Wall(Box::new(WallEvent { wall, pulse })))
    }
}

impl Part {
    async fn wait(&mut self) {
        let news = self.subscription.next().await;
        self.hear(&news);
    }

    fn hear(&mut self, news: &News) {
        let is = |name: &[u8]| match news {
            News::Event(frame) => frame.starts_with(name),
            News::Missed => true,
        };
        self.is_behind |= is(b"event: action\n");
        if is(b"event: change\n") {
            self.view = None;
        }
    }

    fn scene(&mut self) -> Scene<'_> {
        let view = self.view.get_or_insert_with(|| self.cluster.view_for(&self.sight));
        Scene { view, actions: &self.actions }
    }
}
