//! What is to be said about a template: while it is written, and before it is saved.

use fleet::AppName;
use fleet::lint::Severity;
use shared::ClusterName;
use shared::apps::WriteApp;
use shared::error::FieldError;
use shared::lint::{self, FindingView, LintReport, LintRequest, What};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::error::{Error, Result};

/// So many texts are looked at at once; others wait. Large ones keep a core busy.
static LOOKS: Semaphore = Semaphore::const_new(2);

/// Looks at a text. Large ones take their time, so it is done beside the threads that answer.
pub async fn report(app: &App, request: LintRequest) -> Result<LintReport> {
    let machines = machines(app, request.cluster.as_ref());
    let look = move || {
        let what = What::Template { app: request.app.as_ref(), image: request.image.trim() };
        lint::report(&request.source, what, machines)
    };
    let permit = LOOKS.acquire().await.map_err(Error::internal)?;
    let scope = say::Scope::current();
    let look = move || {
        // Held to the end of the work, which goes on even if whoever asked is gone.
        let _permit = permit;
        scope.within(look)
    };
    tokio::task::spawn_blocking(look).await.map_err(Error::internal)
}

/// The errors of a template: those that whoever saves it has not seen, and those that they accept.
pub(super) async fn errors(
    app: &App,
    name: &AppName,
    body: &WriteApp,
) -> Result<(Vec<FindingView>, Vec<FindingView>)> {
    let request = LintRequest {
        source: body.source.clone(),
        app: Some(name.clone()),
        image: body.image.clone(),
        cluster: None,
    };
    let mut findings = report(app, request).await?.findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    Ok(findings.into_iter().partition(|finding| !body.accepted.contains(&finding.rule)))
}

/// The refusal that lists them.
pub(super) fn refusal(errors: &[FindingView]) -> Error {
    let fields: Vec<FieldError> = errors
        .iter()
        .map(|FindingView { rule, line, message, .. }| FieldError {
            field: "source".to_owned(),
            message: match line {
                Some(line) => say::server::apps::finding_in_line(&line, &rule, &message),
                None => format!("[{rule}] {message}"),
            },
        })
        .collect();
    let found = match errors {
        [only] => only.message.clone(),
        several => say::server::apps::errors_found(several.len()),
    };
    Error::ErrorsUnseen { message: say::server::apps::template_would_not_work(&found), fields }
}

/// How many machines the cluster has, once it was read.
fn machines(app: &App, cluster: Option<&ClusterName>) -> Option<usize> {
    let mut all = app.clusters.iter();
    let cluster = match cluster {
        Some(name) => app.clusters.get(name)?,
        // Of several, none in particular is meant.
        None => all.next().filter(|_| all.next().is_none())?,
    };
    Some(cluster.snapshot().machines.len()).filter(|count| *count > 0)
}
