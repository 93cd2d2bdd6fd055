//! Small parts that pages are built from. Each draws one thing, takes its data as props, and knows no resource of
//! the API.

pub mod ask;
pub mod button;
pub mod combobox;
pub mod copy;
pub mod dialog;
pub mod each;
pub mod editor;
pub mod empty;
pub mod field;
pub mod findings;
pub mod focus;
pub mod icon;
pub mod menu;
pub mod message;
pub mod number;
pub mod search_field;
pub mod select;
pub mod skeleton;
pub mod state;
pub mod stepper;
pub mod time;
pub mod toast;
pub mod unique;
pub mod unit_file;
pub mod virtual_list;
