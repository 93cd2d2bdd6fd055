//! Tests on a database of their own each.
