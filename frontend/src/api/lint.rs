//! Looking at templates. Changes nothing.

use shared::lint::{LintReport, LintRequest};

use super::Answer;

/// What is to be said about a text.
pub async fn report(request: &LintRequest) -> Answer<LintReport> {
    super::post("/api/v1/lint", request).await
}
