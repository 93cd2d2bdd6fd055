//! Apps and their templates.

use fleet::AppName;
use shared::apps::{AppDetail, AppView, WriteApp};

use super::Answer;

const PATH: &str = "/api/v1/apps";

/// The apps that have a template.
pub async fn list() -> Answer<Vec<AppView>> {
    super::get(PATH).await
}

/// One app with its template.
pub async fn get(app: &AppName) -> Answer<AppDetail> {
    super::get(&format!("{PATH}/{app}")).await
}

/// Writes a template: a new app, or a new revision.
pub async fn write(app: &AppName, input: &WriteApp) -> Answer<AppDetail> {
    super::put(&format!("{PATH}/{app}"), input).await
}

/// Removes a template. The app's units stay.
pub async fn remove(app: &AppName) -> Answer<()> {
    super::delete(&format!("{PATH}/{app}")).await
}

/// Which apps let their changes wait for somebody else now, and why.
pub async fn waits() -> Answer<Vec<shared::approval::Wait>> {
    super::get("/api/v1/waits").await
}
