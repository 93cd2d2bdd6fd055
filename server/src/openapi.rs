//! What the API's description says besides its routes: title, ways to sign in, words for statuses.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, Info, OpenApi, Ref, RefOr, Response, ResponseBuilder, SecurityRequirement,
};

const TITLE: &str = "Quarterdeck";
const DESCRIPTION: &str = "The API of Quarterdeck, which stands in front of a Fleet cluster. Every error has the same \
                           body (`ApiError`); scripts match on its `code`. Times are milliseconds since the Unix epoch. \
                           Sentences for people are in the language that the header `Accept-Language` asks for (`en`, \
                           `de`), in English without it; those of the record are in English always.";

/// Completes the description that the routes gave.
pub fn complete(mut document: OpenApi) -> OpenApi {
    let mut info = Info::new(TITLE, env!("CARGO_PKG_VERSION"));
    info.description = Some(DESCRIPTION.to_owned());
    document.info = info;
    let schemes = document.components.get_or_insert_with(Components::new);
    schemes.add_security_scheme("token", http(HttpAuthScheme::Bearer, "An API token."));
    schemes.add_security_scheme(
        "basic",
        http(HttpAuthScheme::Basic, "An API token as the password; the name does not matter."),
    );
    let cookie = ApiKeyValue::with_description(
        "quarterdeck",
        "A browser's session; `__Host-quarterdeck` when Quarterdeck is reached by https.",
    );
    schemes.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    document.security = Some(
        ["token", "basic", "session"]
            .into_iter()
            .map(|name| SecurityRequirement::new(name, Vec::<String>::new()))
            .collect(),
    );
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            add_implied(operation);
            describe(operation);
        }
    }
    document
}

fn http(scheme: HttpAuthScheme, description: &str) -> SecurityScheme {
    SecurityScheme::Http(HttpBuilder::new().scheme(scheme).description(Some(description)).build())
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
}

/// What the extractors answer, the same on every route: a route need not list it.
fn add_implied(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    if responses.contains_key("4XX") {
        return;
    }
    // A name in a path is parsed, as a query is.
    let of_parameters = operation.parameters.is_some().then_some(["400"]);
    let of_a_body = operation.request_body.is_some().then_some(["400", "413", "415"]);
    let of_credentials = operation.security.is_none().then_some(["401", "403"]);
    let implied = of_a_body.into_iter().flatten().chain(of_credentials.into_iter().flatten());
    for status in of_parameters.into_iter().flatten().chain(implied) {
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(refusal()));
    }
}

fn refusal() -> Response {
    let body = Ref::from_schema_name("ApiError");
    ResponseBuilder::new()
        .content("application/json", ContentBuilder::new().schema(Some(body)).build())
        .build()
}

/// OpenAPI wants words for every answer.
fn describe(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if response.description.is_empty() {
            words(status).clone_into(&mut response.description);
        }
    }
}

fn words(status: &str) -> &'static str {
    match status {
        "200" => "Done",
        "201" => "Made",
        "202" => "Begun",
        "204" => "Done; there is nothing to say",
        "400" => "It can't be understood, or breaks a rule",
        "401" => "No valid credentials",
        "403" => "Not allowed",
        "404" => "There is no such thing",
        "409" => "It clashes with what is there",
        "413" => "Too large",
        "415" => "Not JSON",
        "422" => "It must be confirmed",
        "429" => "Too many tries; the header Retry-After says when to go on",
        "503" => "Fleet can't be reached or can't work, or its data is too old",
        _ => "An error",
    }
}
