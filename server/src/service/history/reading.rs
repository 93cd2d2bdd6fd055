//! What of the past somebody is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::AppName;
use shared::history::{
    AppStrip, AppsHistory, Availability, Block, HistoryView, Mark, Point, Resolution, Span, Subject, Window,
    lapses, strip,
};
use shared::policy::{Actor, Sight};

use crate::app::App;
use crate::error::{Error, Result};
use crate::live::Cluster;
use crate::service::action;
use crate::store::{DeploymentFilter, HistoryRow};

/// So many deployments are marked.
const MOST_MARKS: u32 = 200;

/// What was read is told again for so long, as long as nothing was written since: also while Fleet is out of reach, and
/// what is known ends at each moment anew.
const TOLD_AGAIN_MS: u64 = 60_000;

/// The strips of all apps, as they were read last.
#[derive(Debug)]
pub(super) struct Strips {
    window: Window,
    /// Up to when history was written then.
    written_ms: Option<u64>,
    apps: Vec<AppStrip>,
}

impl Strips {
    fn is_of(&self, window: &Window, written_ms: Option<u64>) -> bool {
        let begins_alike = self.window.from_ms == window.from_ms;
        let is_recent = self.window.now_ms.abs_diff(window.now_ms) < TOLD_AGAIN_MS;
        begins_alike && is_recent && self.written_ms == written_ms
    }
}

/// The history of one subject. What is about the units of all apps is put together from those that are seen.
pub async fn of_subject(
    app: &App,
    actor: &Actor,
    cluster: &Cluster,
    subject: &Subject,
    span: Span,
) -> Result<HistoryView> {
    let sight = Sight::of(actor, cluster.name());
    let window = window(app, cluster, span);
    let block = match subject {
        Subject::App(name) if !sight.sees(Some(name)) => return Err(Error::not_found(name.to_string())),
        Subject::App(_) => {
            let known = points(app, cluster, span, &window, &Subject::Cluster).await?;
            filled(&points(app, cluster, span, &window, subject).await?, &known)
        }
        Subject::Machine(_) if !sight.is_everything() => {
            return Err(Error::NotThisPerson(say::server::clusters::machine_load().into()));
        }
        Subject::Cluster if !sight.is_everything() => seen(app, cluster, span, &window, &sight).await?,
        Subject::Cluster | Subject::Machines | Subject::Machine(_) => {
            points(app, cluster, span, &window, subject).await?
        }
    };
    let marks = match subject {
        Subject::Machines | Subject::Machine(_) => Vec::new(),
        Subject::Cluster | Subject::App(_) => marks(app, actor, cluster, subject.app(), &window).await?,
    };
    Ok(HistoryView {
        of: subject.to_string(),
        span,
        from_ms: window.from_ms,
        step_ms: window.step_ms,
        steps: window.steps,
        now_ms: window.now_ms,
        availability: Availability::of(&block, &window),
        strip: strip(&block, &window, span),
        lapses: lapses(&block, &window),
        runs: block.into_runs(),
        marks,
    })
}

/// The strips of all apps that the actor sees.
pub async fn of_apps(app: &App, actor: &Actor, cluster: &Cluster, span: Span) -> Result<AppsHistory> {
    let sight = Sight::of(actor, cluster.name());
    let strips = strips(app, cluster, span).await?;
    let marks = marks(app, actor, cluster, None, &strips.window).await?;
    Ok(AppsHistory {
        span,
        from_ms: strips.window.from_ms,
        cell_ms: strips.window.step_ms * u64::from(span.cell()),
        now_ms: strips.window.now_ms,
        apps: strips.apps.iter().filter(|strip| sight.sees(Some(&strip.app))).cloned().collect(),
        marks,
    })
}

fn window(app: &App, cluster: &Cluster, span: Span) -> Window {
    span.window(app.histories.until_ms(cluster.name(), app.wall_ms()))
}

async fn strips(app: &App, cluster: &Cluster, span: Span) -> Result<Arc<Strips>> {
    // Whoever comes while they are read waits for them, and does not read them again.
    let place = app.histories.strips_of(cluster.name(), span);
    let mut remembered = place.lock().await;
    let window = window(app, cluster, span);
    let written_ms = app.histories.written_ms(cluster.name());
    if let Some(strips) = remembered.as_ref().filter(|strips| strips.is_of(&window, written_ms)) {
        return Ok(Arc::clone(strips));
    }
    let mut apps = Vec::new();
    each_app(app, cluster, span, &window, |name, block| {
        apps.push(AppStrip {
            cells: strip(&block, &window, span),
            availability: Availability::of(&block, &window),
            restarts: restarts(&block),
            lapses: lapses(&block, &window),
            app: name,
        });
    })
    .await?;
    let strips = Arc::new(Strips { window, written_ms, apps });
    *remembered = Some(Arc::clone(&strips));
    Ok(strips)
}

/// Tells of the buckets of each app, and gives those of the cluster.
async fn each_app(
    app: &App,
    cluster: &Cluster,
    span: Span,
    window: &Window,
    mut tell: impl FnMut(AppName, Block),
) -> Result<Block> {
    let mut known: BTreeMap<Subject, Vec<Part>> = BTreeMap::new();
    for (resolution, from_ms) in needed(span, window) {
        let add = |row: HistoryRow| known.entry(row.subject.clone()).or_default().push(Part::of(row));
        app.store.each_history(cluster.name(), resolution, from_ms, add).await?;
    }
    let whole = known.remove(&Subject::Cluster).unwrap_or_default();
    let whole = put_together(&whole, span, window);
    for (subject, parts) in known {
        if let Subject::App(name) = subject {
            tell(name, filled(&put_together(&parts, span, window), &whole));
        }
    }
    Ok(whole)
}

/// The buckets of one subject.
async fn points(
    app: &App,
    cluster: &Cluster,
    span: Span,
    window: &Window,
    subject: &Subject,
) -> Result<Block> {
    let mut parts = Vec::new();
    for (resolution, from_ms) in needed(span, window) {
        let rows = app.store.history_of(cluster.name(), resolution, from_ms, window.now_ms, subject).await?;
        parts.extend(rows.into_iter().map(Part::of));
    }
    Ok(put_together(&parts, span, window))
}

/// A block as it is stored.
struct Part {
    resolution: Resolution,
    from_ms: u64,
    block: Block,
}

impl Part {
    fn of(row: HistoryRow) -> Self {
        Self { resolution: row.resolution, from_ms: row.from_ms, block: row.block }
    }

    fn points(&self) -> impl Iterator<Item = (u64, Point)> + '_ {
        let at = |index| self.from_ms + u64::from(index) * self.resolution.step_ms();
        self.block.points().map(move |(index, point)| (at(index), point))
    }
}

/// What has to be read for a span, the finest first: of its own resolution all, and of finer ones what may not be rolled
/// up yet, which is the last two blocks.
fn needed(span: Span, window: &Window) -> impl Iterator<Item = (Resolution, u64)> {
    let (from_ms, now_ms) = (window.from_ms, window.now_ms);
    Resolution::ALL.into_iter().filter(move |resolution| *resolution <= span.resolution()).map(
        move |resolution| {
            let is_own = resolution == span.resolution();
            let at_ms = if is_own { from_ms } else { now_ms.saturating_sub(resolution.block_ms()) };
            (resolution, resolution.block_of(at_ms))
        },
    )
}

/// Makes the buckets of a window. Where finer ones are known they stand in the place of what was rolled up before.
fn put_together(parts: &[Part], span: Span, window: &Window) -> Block {
    let mut finer: BTreeMap<u64, Point> = BTreeMap::new();
    for resolution in Resolution::ALL {
        let of_it = parts.iter().filter(|part| part.resolution == resolution);
        if resolution == span.resolution() {
            let mut block = Block::default();
            let stored = of_it.flat_map(Part::points);
            for (at_ms, point) in stored.chain(finer) {
                if let Some(index) = window.index_of(at_ms) {
                    block.set(index, point);
                }
            }
            return block;
        }
        let mut own: BTreeMap<u64, Point> = of_it.flat_map(Part::points).collect();
        own.append(&mut finer);
        for (at_ms, point) in own {
            let sum = finer.entry(at_ms - at_ms % resolution.block_ms()).or_default();
            *sum = sum.and(point);
        }
    }
    Block::default()
}

/// Where the cluster was read and had no unit of the app, none was meant to run.
fn filled(app: &Block, cluster: &Block) -> Block {
    let fill = |(index, whole): (u32, Point)| {
        let own = app.get(index).unwrap_or_default();
        let idle_ms = own.idle_ms.saturating_add(whole.known_ms().saturating_sub(own.known_ms()));
        (index, Point { idle_ms, ..own })
    };
    cluster.points().map(fill).collect()
}

/// The apps that are seen, as one. Fleet was read for as long as the cluster's own history says.
async fn seen(app: &App, cluster: &Cluster, span: Span, window: &Window, sight: &Sight) -> Result<Block> {
    let mut sums: BTreeMap<u32, Point> = BTreeMap::new();
    let add = |name: AppName, block: Block| {
        for (index, point) in block.points().filter(|_| sight.sees(Some(&name))) {
            sums.entry(index).and_modify(|sum| *sum = sum.beside(point)).or_insert(point);
        }
    };
    let whole = each_app(app, cluster, span, window, add).await?;
    let idle = |point: Point| Point { idle_ms: point.known_ms(), ..Point::default() };
    Ok(whole
        .points()
        .map(|(index, point)| (index, sums.get(&index).copied().unwrap_or_else(|| idle(point))))
        .collect())
}

fn restarts(block: &Block) -> u64 {
    block.runs().iter().map(|run| u64::from(run.point.restarts) * u64::from(run.count)).sum()
}

async fn marks(
    app: &App,
    actor: &Actor,
    cluster: &Cluster,
    of: Option<&AppName>,
    window: &Window,
) -> Result<Vec<Mark>> {
    let filter = DeploymentFilter {
        app: of.cloned(),
        state: None,
        actor: None,
        version: None,
        note: String::new(),
        since_ms: Some(window.from_ms),
        before_ms: None,
        before_id: None,
        limit: MOST_MARKS,
    };
    let deployments = action::history(app, actor, cluster.name(), filter).await?;
    let mark = |view: shared::action::ActionView| Mark {
        app: view.request.app(),
        action: view.id,
        summary: view.summary,
        by: view.actor,
        started_ms: view.started_ms,
        ended_ms: view.ended_ms,
        state: view.state,
    };
    Ok(deployments.into_iter().map(mark).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: u64 = 1_790_000_000_000;

    #[test]
    fn what_was_read_is_told_again_within_a_minute_as_long_as_nothing_was_written() {
        for span in Span::ALL {
            let read = |written_ms| Strips { window: span.window(NOW_MS), written_ms, apps: Vec::new() };
            // Also where nothing is written, since Fleet is out of reach: then all that is known ends now.
            assert!(read(None).is_of(&span.window(NOW_MS + 9_000), None), "{span:?}");
            assert!(!read(None).is_of(&span.window(NOW_MS + 60_000), None), "{span:?}");
            assert!(read(Some(NOW_MS)).is_of(&span.window(NOW_MS), Some(NOW_MS)), "{span:?}");
            assert!(!read(Some(NOW_MS)).is_of(&span.window(NOW_MS), Some(NOW_MS + 1)), "{span:?}");
        }
        let day = Strips { window: Span::Day.window(NOW_MS), written_ms: None, apps: Vec::new() };
        assert!(!day.is_of(&Span::Day.window(NOW_MS + 50_000), None), "another minute begins");
    }
}
