//! Errors as answers: the one place where an error gets a status and a body.
//!
//! An [`Error`] becomes an answer that carries an [`Answer`] beside its body; [`render`], which every answer passes, knows
//! the request and writes the final body: with the request's id, in Fleet's own form on the proxy's paths, and for
//! answers of layers that brought none.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::{ApiError, ErrorCode};

use super::Error;
use crate::extract::json;
use crate::middleware::request_id::RequestId;

/// A page that may have no stream now asks again after this.
const STREAM_AGAIN_AFTER_S: u64 = 30;

/// What an answer's headers say of its body.
const OF_THE_BODY: [header::HeaderName; 4] =
    [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE];

/// The error that an answer tells of. Layers that write the body look for it in the answer's extensions.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body's content, still without the request's id.
    pub error: ApiError,
}

impl Error {
    /// What kind it is, for scripts and for the status.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::BadRequest { .. } => ErrorCode::BadRequest,
            Self::NotSignedIn(_) => ErrorCode::NotSignedIn,
            Self::SecondFactorNeeded(_) => ErrorCode::SecondFactorNeeded,
            Self::StepUpNeeded(_) => ErrorCode::StepUpNeeded,
            Self::Forbidden(_) | Self::NotThisPerson(_) | Self::NeedsSession | Self::CrossSite => {
                ErrorCode::Forbidden
            }
            Self::OnlyAScreen => ErrorCode::OnlyAScreen,
            Self::NotFound { .. } | Self::NoSuchPath => ErrorCode::NotFound,
            Self::MethodNotAllowed => ErrorCode::MethodNotAllowed,
            Self::Conflict(_) => ErrorCode::Conflict,
            Self::AppLocked(_) => ErrorCode::AppLocked,
            Self::PlanChanged(_) => ErrorCode::PlanChanged,
            Self::ConfirmationNeeded(_) | Self::ErrorsUnseen { .. } => ErrorCode::ConfirmationNeeded,
            Self::TooLarge { .. } => ErrorCode::TooLarge,
            Self::UnsupportedMediaType => ErrorCode::UnsupportedMediaType,
            Self::TooManyRequests { .. } | Self::TooManyStreams { .. } => ErrorCode::TooManyRequests,
            Self::StaleData(_) => ErrorCode::StaleData,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// What the one who asked is told. Of a fault of our own: only that it was one; the log says which.
    pub fn into_body(self) -> ApiError {
        if let Self::Internal(source) = &self {
            tracing::error!(error = %Chain(source.as_ref()), "the request failed by a fault of our own");
        }
        let code = self.code();
        let message = match &self {
            Self::Internal(_) => words(StatusCode::INTERNAL_SERVER_ERROR).to_owned(),
            other => other.to_string(),
        };
        let mut body = ApiError::new(code, message);
        match self {
            Self::BadRequest { fields, .. } | Self::ErrorsUnseen { fields, .. } => body.fields = fields,
            Self::PlanChanged(plan) => body.plan = Some(plan),
            _ => {}
        }
        body
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let retry_after_s = match &self {
            Self::TooManyRequests { retry_after_s } => Some(*retry_after_s),
            Self::TooManyStreams { .. } => Some(STREAM_AGAIN_AFTER_S),
            _ => None,
        };
        let wants_credentials = matches!(self, Self::NotSignedIn(_));
        let error = self.into_body();
        let mut response = respond(&error);
        if let Some(seconds) = retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if wants_credentials {
            // Only Bearer: `Basic` here would make browsers ask for a name and password in a box of their own.
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"quarterdeck\""));
        }
        response.extensions_mut().insert(Answer { error });
        response
    }
}

fn respond(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, json::answer(error)).into_response()
}

/// Gives an error its final body; all other answers stay as they are. Called for every answer.
pub(crate) fn render(mut response: Response, id: RequestId, for_fleet: bool) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let mut error = match response.extensions_mut().remove::<Answer>() {
        Some(answer) => answer.error,
        None if is_json(&response) => return response,
        None => foreign(status),
    };
    error.request_id = id.to_string();
    let mut rendered = if for_fleet { respond_as_fleet(status, error) } else { respond(&error) };
    *rendered.status_mut() = status;
    // What the first answer's headers said of its body is no longer so; the rest (Retry-After, Allow) stays.
    let headers = std::mem::take(response.headers_mut());
    for (name, value) in &headers {
        let is_said_already = name == header::VARY && rendered.headers().get(name) == Some(value);
        if !OF_THE_BODY.contains(name) && !is_said_already {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

/// Whether the path is below one of Fleet's own prefixes.
pub(crate) fn is_fleets(path: &str) -> bool {
    matches!(path.split('/').nth(1), Some("fleet" | "v1-alpha"))
}

fn is_json(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

/// An error that a layer made without saying more than its status.
fn foreign(status: StatusCode) -> ApiError {
    let code = match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        StatusCode::FORBIDDEN => ErrorCode::Forbidden,
        status if status.is_client_error() => ErrorCode::BadRequest,
        _ => ErrorCode::Internal,
    };
    ApiError::new(code, words(status))
}

fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => say::server::errors::body_too_large(),
        StatusCode::REQUEST_TIMEOUT => say::server::errors::too_slow_to_arrive(),
        StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => say::server::errors::not_in_time(),
        status if status.is_client_error() => say::server::errors::not_understood(),
        _ => say::server::errors::own_fault(),
    }
}

/// The same in the form that Fleet's own clients understand: its code is the answer's status.
fn respond_as_fleet(status: StatusCode, error: ApiError) -> Response {
    let body =
        fleet::ErrorBody { error: fleet::ErrorDetail { code: status.as_u16(), message: error.message } };
    json::answer(&body)
}

/// An error with all its causes, for the log.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn fleets_envelope_has_the_status_of_the_answer() {
        for status in [408, 413, 417, 500, 503] {
            let status = StatusCode::from_u16(status).unwrap();
            for path in ["/fleet", "/fleet/v1/units", "/v1-alpha/units"] {
                assert!(is_fleets(path), "{path}");
                let foreign = Response::builder().status(status).body(Body::empty()).unwrap();
                let response = render(foreign, RequestId::random(), true);
                assert_eq!(response.status(), status);
                let body = response.into_body().collect().await.unwrap().to_bytes();
                let body: fleet::ErrorBody = serde_json::from_slice(&body).unwrap();
                assert_eq!(body.error.code, status.as_u16(), "{path}");
            }
        }
    }
}
