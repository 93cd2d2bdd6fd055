//! `/units` and `/units/{name}`.

use axum::http::{HeaderMap, StatusCode, header};
use fleet::UnitOption;

use super::json::{Json, TypeError};
use super::page::{Page, UnitEntity, Window};
use super::{Call, Reply, only_get};
use crate::handle::World;
use crate::sim::{PutError, PutOutcome, UnitPut};

pub(super) fn list_units(call: &Call<'_>, world: &mut World) -> Reply {
    if call.method() != "GET" {
        return only_get();
    }
    let window = match Window::of(call.query(), call.page_limit) {
        Ok(window) => window,
        Err(refusal) => return refusal,
    };
    let World { sim, caches } = world;
    if !call.omissions.is_none() {
        let (units, next) = call.omissions.cut(window, sim.units(), |unit| Some(unit.name.as_str()));
        let units = units.into_iter().map(UnitEntity::in_list).collect();
        return Reply::serialised(Page::units((units, next)).to_json());
    }
    let page = caches.units.get_or_make(sim.revisions().units, window, || {
        Page::units(window.cut(sim.unit_count(), sim.units().map(UnitEntity::in_list))).to_json()
    });
    Reply::serialised(page)
}

pub(super) fn unit_item(call: &Call<'_>, world: &mut World, name: &str) -> Reply {
    match call.method() {
        "GET" => get_unit(world, name),
        "PUT" => put_unit(call, world, name),
        "DELETE" => delete_unit(world, name),
        _ => {
            let message = "only GET, PUT and DELETE supported against this resource";
            Reply::error(StatusCode::METHOD_NOT_ALLOWED, message)
        }
    }
}

fn get_unit(world: &World, name: &str) -> Reply {
    match world.sim.unit(name) {
        Some(unit) => Reply::entity(&UnitEntity::alone(unit)),
        None => Reply::error(StatusCode::NOT_FOUND, "unit does not exist"),
    }
}

fn delete_unit(world: &mut World, name: &str) -> Reply {
    match world.sim.delete_unit(name) {
        Ok(()) => Reply::empty(StatusCode::NO_CONTENT),
        Err(error) => Reply::error(StatusCode::NOT_FOUND, error.to_string()),
    }
}

fn put_unit(call: &Call<'_>, world: &mut World, name: &str) -> Reply {
    if let Err(refusal) = check_media_type(&call.head.headers) {
        return refusal;
    }
    let put = match read_body(call.body) {
        Ok(put) => put,
        Err(error) => {
            let message = format!("unable to decode body: {error}");
            return Reply::error(StatusCode::BAD_REQUEST, message);
        }
    };
    match world.sim.put_unit(name, put) {
        Ok(PutOutcome::Stored) => Reply::empty(StatusCode::CREATED),
        Ok(PutOutcome::Retargeted) => Reply::empty(StatusCode::NO_CONTENT),
        // A panic of the handler, of which the client sees a closed connection.
        Err(PutError::NullOption) => Reply::unsaid(),
        Err(error) => Reply::error(status_of(&error), error.to_string()),
    }
}

fn status_of(error: &PutError) -> StatusCode {
    match error {
        PutError::NoOptions | PutError::NoDesiredState => StatusCode::CONFLICT,
        PutError::UnknownStateOfNewUnit => StatusCode::INTERNAL_SERVER_ERROR,
        PutError::NameDiffers { .. }
        | PutError::Name(_)
        | PutError::NullOption
        | PutError::Template(_)
        | PutError::UnitFile(_)
        | PutError::Requirement(_)
        | PutError::UnknownState(_) => StatusCode::BAD_REQUEST,
    }
}

/// One header, whose part before the semicolon is `application/json` and nothing like it.
pub(super) fn check_media_type(headers: &HeaderMap) -> Result<(), Reply> {
    let refuse = |message: String| Err(Reply::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        let count = headers.get_all(header::CONTENT_TYPE).iter().count();
        return refuse(format!("expected 1 Content-Type, got {count}"));
    };
    let media_type = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if media_type == "application/json" {
        Ok(())
    } else {
        refuse("only acceptable Content-Type is application/json".to_owned())
    }
}

#[derive(Debug, thiserror::Error)]
enum BodyError {
    #[error(transparent)]
    Json(#[from] super::json::JsonError),
    #[error(transparent)]
    Type(#[from] TypeError),
}

fn read_body(body: &[u8]) -> Result<UnitPut, BodyError> {
    let body = Json::read_first(body)?;
    let body = body.object("value of type schema.Unit")?;
    let name = body.member("name").text("struct field Unit.name of type string")?;
    let desired = body.member("desiredState").text("struct field Unit.desiredState of type string")?;
    // What the server computes is not read, but it has to be text all the same.
    body.member("currentState").text("struct field Unit.currentState of type string")?;
    body.member("machineID").text("struct field Unit.machineID of type string")?;
    let options =
        body.list_member("options").elements("struct field Unit.options of type []*schema.UnitOption")?;
    Ok(UnitPut {
        name: Some(name.to_owned()),
        options: options.iter().map(read_option).collect::<Result<_, _>>()?,
        desired_state: desired.to_owned(),
    })
}

fn read_option(option: &Json) -> Result<Option<UnitOption>, TypeError> {
    let option = match option.object("struct field Unit.options of type schema.UnitOption")? {
        Json::Null => return Ok(None),
        option => option,
    };
    let text = |name: &str| {
        option
            .member(name)
            .text(&format!("struct field UnitOption.options.{name} of type string"))
            .map(str::to_owned)
    };
    Ok(Some(UnitOption { section: text("section")?, name: text("name")?, value: text("value")? }))
}
