//! The frame around every page: top bar, banners, keys, announcements.

pub mod announcer;
pub mod background;
pub mod banner;
pub mod bar;
pub mod confirm_self;
pub mod fresh_chip;
pub mod help;
pub mod hotkeys;
pub mod leave;
pub mod palette;
pub mod shell;
pub mod user_menu;
