//! `/machines`: the list, and PATCH of metadata.

use axum::http::StatusCode;

use super::json::{Json, JsonError, TypeError};
use super::page::{Page, Window};
use super::{Call, Reply};
use crate::handle::World;
use crate::sim::MetadataChange;

pub(super) fn machines(call: &Call<'_>, world: &mut World) -> Reply {
    match call.method() {
        "GET" => list_machines(call, world),
        "PATCH" => patch_machines(call, world),
        _ => {
            let message = "only GET and PATCH supported against this resource";
            Reply::error(StatusCode::METHOD_NOT_ALLOWED, message)
        }
    }
}

fn list_machines(call: &Call<'_>, world: &mut World) -> Reply {
    let window = match Window::of(call.query(), call.page_limit) {
        Ok(window) => window,
        Err(refusal) => return refusal,
    };
    let World { sim, caches } = world;
    if !call.omissions.is_none() {
        let cut = call.omissions.cut(window, sim.machines(), |_| None);
        return Reply::serialised(Page::machines(cut).to_json());
    }
    let page = caches.machines.get_or_make(sim.revisions().machines, window, || {
        Page::machines(window.cut(sim.machines().count(), sim.machines())).to_json()
    });
    Reply::serialised(page)
}

/// All operations are checked before the first is applied. The media type is not looked at.
fn patch_machines(call: &Call<'_>, world: &mut World) -> Reply {
    match read_body(call.body) {
        Ok(changes) => {
            world.sim.change_metadata(changes);
            Reply::patched()
        }
        Err(error) => Reply::error(StatusCode::BAD_REQUEST, error.to_string()),
    }
}

#[derive(Debug, thiserror::Error)]
enum PatchError {
    #[error(transparent)]
    Json(#[from] JsonError),
    #[error(transparent)]
    Type(#[from] TypeError),
    #[error("invalid op: expect add, remove, or replace")]
    Operation,
    #[error("machine metadata path invalid")]
    Path,
    #[error("invalid value: add and replace require a value")]
    Value,
}

fn read_body(body: &[u8]) -> Result<Vec<MetadataChange>, PatchError> {
    let body = Json::read_first(body)?;
    // Types first: Go has read the whole body before it looks at any operation.
    let operations = body
        .elements("value of type []api.machineMetadataOp")?
        .iter()
        .map(read_operation)
        .collect::<Result<Vec<_>, TypeError>>()?;
    operations.into_iter().map(check_operation).collect()
}

struct Operation<'a> {
    op: &'a str,
    path: &'a str,
    value: &'a str,
}

fn read_operation(operation: &Json) -> Result<Operation<'_>, TypeError> {
    let operation = operation.object("value of type api.machineMetadataOp")?;
    // Not what the documentation of Fleet says: the value stands in an object of its own.
    let value = operation.member("value").object(
        "struct field machineMetadataOp.Value of type struct { Value string \"json:\\\"value\\\"\" }",
    )?;
    Ok(Operation {
        op: operation.member("op").text("struct field machineMetadataOp.op of type string")?,
        path: operation.member("path").text("struct field machineMetadataOp.path of type string")?,
        value: value.member("value").text("struct field machineMetadataOp.value.value of type string")?,
    })
}

fn check_operation(Operation { op, path, value }: Operation<'_>) -> Result<MetadataChange, PatchError> {
    if !matches!(op, "add" | "remove" | "replace") {
        return Err(PatchError::Operation);
    }
    let (machine, key) = split_path(path).ok_or(PatchError::Path)?;
    if op != "remove" && value.is_empty() {
        return Err(PatchError::Value);
    }
    let value = (op != "remove").then(|| value.to_owned());
    Ok(MetadataChange { machine: machine.to_owned(), key: key.to_owned(), value })
}

/// `/{machine}/metadata/{key}`.
fn split_path(path: &str) -> Option<(&str, &str)> {
    let (machine, key) = path.strip_prefix('/')?.split_once("/metadata/")?;
    let is_key = |sign: char| sign.is_ascii_alphanumeric() || "_.-".contains(sign);
    let fits = !machine.is_empty() && !machine.contains('/') && !key.is_empty() && key.chars().all(is_key);
    fits.then_some((machine, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_a_machine_and_a_key() {
        assert_eq!(split_path("/abc/metadata/region"), Some(("abc", "region")));
        for path in [
            "/metadata/a",
            "abc/metadata/a",
            "/a/b/metadata/c",
            "/a/metadata/b/c",
            "/a/metadata/b c",
            "/a/primaryIP",
        ] {
            assert_eq!(split_path(path), None, "{path}");
        }
    }

    #[test]
    fn everything_is_checked_before_anything_is_done() {
        let refuse = |body: &str| read_body(body.as_bytes()).unwrap_err().to_string();
        let good = r#"{"op":"add","path":"/m/metadata/k","value":{"value":"v"}}"#;
        assert_eq!(read_body(format!("[{good}]").as_bytes()).unwrap().len(), 1);
        assert!(read_body(b"null").unwrap().is_empty());
        assert_eq!(
            refuse(&format!("[{good},{{\"op\":\"move\"}}]")),
            "invalid op: expect add, remove, or replace"
        );
        assert!(
            refuse(r#"[{"op":"add","path":"/m/metadata/k","value":"v"}]"#)
                .starts_with("json: cannot unmarshal string")
        );
        assert!(refuse(r#"[{"op":"add","path":"/m/metadata/k"}]"#).starts_with("invalid value"));
    }
}
