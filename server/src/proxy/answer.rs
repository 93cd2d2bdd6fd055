//! Answers in Fleet's own form, which fleetctl and scripts understand: the error envelope above all.

use ::fleet::{ErrorBody, ErrorDetail};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use fleet_client::FleetError;
use http::header::{self, CONTENT_ENCODING, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};

use super::pages::Page;
use crate::error::{Error, fleet};
use crate::extract::json;

/// What a call came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A JSON body, ready to send.
    Json(Bytes),
    /// A page of a list, ready to send in two forms.
    Page(Page),
    /// The unit was made, or its options were replaced. No body.
    Created,
    /// Done. No body.
    NoContent,
}

/// A refusal or a failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Refused {
    /// Any status.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status: status.as_u16(), message: message.into() }
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 404.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 405.
    pub fn method(message: impl Into<String>) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, message)
    }

    /// 503: what fleetctl takes as "try again".
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message)
    }
}

/// Everything else that can go wrong has its own words already.
impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let body = error.into_body();
        Self { status: body.code.status(), message: body.message }
    }
}

impl From<FleetError> for Refused {
    fn from(error: FleetError) -> Self {
        match fleet::refusal(&error) {
            // Fleet's own refusal goes through with its own status: the caller sent it, the caller must see it.
            Some((status, message)) => Self { status, message: message.to_owned() },
            None => Self::unavailable(fleet::told(&error)),
        }
    }
}

impl Answer {
    /// As it is sent to somebody who takes gzip, or does not.
    pub fn respond(self, takes_gzip: bool) -> Response {
        const JSON: (HeaderName, HeaderValue) = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
        const VARY: (HeaderName, HeaderValue) = (header::VARY, HeaderValue::from_static("accept-encoding"));
        const GZIP: (HeaderName, HeaderValue) = (CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        match self {
            Self::Json(body) => ([JSON], body).into_response(),
            Self::Page(page) => match takes_gzip.then(|| page.gzip()).flatten() {
                Some(body) => ([JSON, VARY, GZIP], body).into_response(),
                None => ([JSON, VARY], page.plain()).into_response(),
            },
            Self::Created => StatusCode::CREATED.into_response(),
            Self::NoContent => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let body = ErrorBody { error: ErrorDetail { code: status.as_u16(), message: self.message } };
        let mut response = (status, json::answer(&body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            // curl and fleetctl send what they have in the address only if they are asked.
            let ask = HeaderValue::from_static("Basic realm=\"Quarterdeck: a token as the password\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, ask);
        }
        response
    }
}
