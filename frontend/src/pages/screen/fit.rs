//! How many cells have room on the display, and how large they can be: measured as it was drawn.

use leptos::html;
use leptos::prelude::*;

/// Narrower windows are no displays but phones: there one scrolls, and all is shown.
const NARROW_PX: i32 = 700;
/// How many times as large as the smallest the cells of a grid are (`--size`), by their size (`data-size`).
const SCALES: [f64; 8] = [1.0, 1.2, 1.45, 1.75, 2.1, 2.5, 3.0, 3.6];
/// From this size on a cell has a second line.
const TWO_LINES: usize = 2;
/// The least width and height of a cell of the smallest size, and of one with two lines, in hundredths of the display's
/// width as the style sheet counts them (`--u`).
const CELL: (f64, f64) = (22.7, 3.6);
const TALL_CELL: (f64, f64) = (20.0, 6.2);
/// What lies between two cells, sideways and downwards; these have it in them.
const GAP: (f64, f64) = (0.8, 0.6);
/// More columns would be read like a table, and not from afar.
const MOST_COLUMNS: usize = 10;

/// How a grid of so many cells is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Which of the sizes.
    pub size: usize,
    /// In how many columns; nothing: one below the other.
    pub columns: Option<usize>,
    /// How many cells a page has; none where there is no room at all.
    pub room: usize,
}

impl Grid {
    /// All of them: nothing is measured yet, or it is a phone.
    pub const ALL: Self = Self { size: 0, columns: None, room: usize::MAX };

    /// For a list with so much room: as large as they can be, on as few pages as it takes, which have as many each.
    fn within(count: usize, width: f64, height: f64) -> Self {
        let (columns, rows) = room(0, width, height);
        let most = columns.min(MOST_COLUMNS) * rows;
        if count == 0 || most == 0 {
            return Self { size: 0, columns: None, room: most };
        }
        let each = count.div_ceil(count.div_ceil(most));
        let largest = (0..SCALES.len()).rev().find_map(|size| {
            let (columns, rows) = room(size, width, height);
            let columns = columns.min(MOST_COLUMNS);
            (columns * rows >= each).then(|| (size, even(each, columns, rows)))
        });
        let (size, columns) = largest.unwrap_or((0, columns));
        // Whole rows on all pages but the last.
        Self { size, columns: Some(columns), room: each.div_ceil(columns) * columns }
    }

    /// How many times as large as the smallest its cells are.
    pub fn scale(self) -> f64 {
        SCALES.get(self.size).copied().unwrap_or(1.0)
    }

    /// On how many pages so many cells are.
    pub fn pages(self, count: usize) -> usize {
        count.div_ceil(self.room.max(1)).max(1)
    }
}

/// How many columns and rows of this size there are.
fn room(size: usize, width: f64, height: f64) -> (usize, usize) {
    let (cell_width, cell_height) = if size >= TWO_LINES { TALL_CELL } else { CELL };
    (fits(width + GAP.0, cell_width * SCALES[size]), fits(height + GAP.1, cell_height * SCALES[size]))
}

/// How many columns leave the fewest cells empty; the most of those.
fn even(count: usize, most: usize, rows: usize) -> usize {
    let empty = |columns: usize| count.div_ceil(columns) * columns - count;
    let possible = (1..=most.max(1)).filter(|columns| count.div_ceil(*columns) <= rows);
    possible.rev().min_by_key(|columns| empty(*columns)).unwrap_or(1)
}

/// How so many cells are drawn in this list.
pub fn grid(list: NodeRef<html::Ul>, count: usize) -> Grid {
    let Some(list) = list.get_untracked().filter(|_| !is_narrow()) else { return Grid::ALL };
    let unit = unit_px(&list);
    let room = list.get_bounding_client_rect();
    Grid::within(count, room.width() / unit, room.height() / unit)
}

/// How many cells like the first one fit into the list; all if it is not to be cut.
pub fn capacity(list: NodeRef<html::Ul>) -> usize {
    let Some(list) = list.get_untracked().filter(|_| !is_narrow()) else { return usize::MAX };
    let Some(cell) = list.first_element_child() else { return usize::MAX };
    let unit = unit_px(&list);
    let (across, down) = (GAP.0 * unit, GAP.1 * unit);
    let (cell, list) = (cell.get_bounding_client_rect(), list.get_bounding_client_rect());
    fits(list.width() + across, cell.width() + across) * fits(list.height() + down, cell.height() + down)
}

/// Draws a list in the first of these sizes (`data-size`) in which it has room, and tells which one that is; the last one
/// if it has none in any.
pub fn largest(list: NodeRef<html::Ul>, sizes: &[&str]) -> usize {
    let Some(drawn) = list.get_untracked() else { return 0 };
    let has_room = |size: &&str| {
        // A name that is no attribute's is refused; this is one.
        let _ = drawn.set_attribute("data-size", size);
        !overflows(list)
    };
    sizes.iter().position(has_room).unwrap_or(sizes.len().saturating_sub(1))
}

/// Whether a list has more than it has room for.
pub fn overflows(list: NodeRef<html::Ul>) -> bool {
    list.get_untracked().is_some_and(|list| list.scroll_height() > list.client_height() + 1)
}

/// The window's size, in pixels.
pub fn window_px() -> (i32, i32) {
    #[expect(clippy::cast_possible_truncation, reason = "some thousands")]
    let px = |length: Result<wasm_bindgen::JsValue, _>| {
        length.ok().and_then(|length| length.as_f64()).unwrap_or_default() as i32
    };
    (px(window().inner_width()), px(window().inner_height()))
}

fn is_narrow() -> bool {
    window_px().0 < NARROW_PX
}

/// How many pixels `--u` is: text is two of them high.
fn unit_px(list: &web_sys::Element) -> f64 {
    let style = window().get_computed_style(list).ok().flatten();
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    let px = size.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    px.filter(|px| *px > 1.0).unwrap_or(38.0) / 2.0
}

fn fits(room: f64, each: f64) -> usize {
    if each <= 0.0 {
        return 1;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozens")]
    // A little more than nothing is missing: sizes are rounded.
    let count = (room / each + 0.01).floor().max(0.0) as usize;
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_whole() {
        assert_eq!(fits(100.0, 30.0), 3);
        assert_eq!(fits(89.9, 30.0), 3);
        assert_eq!(fits(10.0, 30.0), 0);
        assert_eq!(fits(10.0, 0.0), 1);
    }

    #[test]
    fn the_fewer_the_larger_and_all_have_room() {
        let mut before = usize::MAX;
        for count in 1..=300 {
            let grid = Grid::within(count, 92.0, 36.0);
            let columns = grid.columns.unwrap();
            let (most, rows) = room(grid.size, 92.0, 36.0);
            assert!(columns <= most && grid.room / columns <= rows, "{count} in {columns} columns");
            assert!(grid.room * grid.pages(count) >= count, "{count} on {} pages", grid.pages(count));
            assert!(grid.pages(count) > 1 || grid.size <= before, "{count} are larger than one fewer");
            before = grid.size;
        }
        assert_eq!(Grid::within(4, 92.0, 36.0).columns, Some(2), "none is left empty");
        assert_eq!(
            Grid::within(41, 92.0, 36.0).room,
            21,
            "two pages of as many, and not one of a single cell"
        );
    }

    #[test]
    fn without_room_there_are_no_cells() {
        assert_eq!(Grid::within(5, 92.0, 1.0).room, 0);
        assert_eq!(Grid::within(0, 92.0, 36.0).pages(0), 1);
    }
}
