//! Images whose content can change under the same name.

use super::{Context, Finding};
use crate::lint::docker::write_pieces;
use crate::lint::docker::{Call, Piece};
use crate::lint::{Fix, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let images: Vec<(&Call, &Piece)> =
        context.calls.iter().filter_map(|call| Some((call, call.image.as_ref()?))).collect();
    // Where a unit uses one image only, it is the one that the version names.
    let repository = |piece: &Piece| split(&piece.text).0.to_owned();
    let is_only = images
        .iter()
        .all(|(_, piece)| images.first().is_some_and(|(_, first)| repository(first) == repository(piece)));
    let tag = context.subject.tag.filter(|_| is_only);
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen = Vec::new();
    for (call, piece) in &images {
        let Some(message) = problem(&context.expand(&piece.text)) else { continue };
        if seen.contains(&piece.text) {
            continue;
        }
        seen.push(piece.text.clone());
        let fix = tag.map(|tag| {
            let image = format!("{}:{tag}", split(&piece.text).0);
            let pieces = images.iter().map(|(call, piece)| (call.index, *piece));
            let fix =
                Fix::new(say::server::lint::use_image(&image), write_pieces(context.options, pieces, &image));
            // That there is an image for each version is known only where another line says so.
            let is_said = images.iter().any(|(_, other)| {
                split(&other.text).1.is_some_and(|other| context.expand(other) == context.expand(tag))
            });
            if is_said { fix } else { fix.by_hand() }
        });
        findings
            .push(Finding::within(Rule::MutableTag, call.index, piece.span.clone(), message).with_some(fix));
    }
    findings
}

fn problem(image: &str) -> Option<String> {
    if image.contains(['$', '%', '{', '@']) {
        return None;
    }
    match split(image) {
        (_, None) => Some(say::server::lint::no_tag(&image)),
        (_, Some("latest")) => Some(say::server::lint::tag_latest().to_owned()),
        _ => None,
    }
}

/// Repository and tag. A colon before the last slash belongs to a port.
fn split(image: &str) -> (&str, Option<&str>) {
    match image.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (image, None),
    }
}
