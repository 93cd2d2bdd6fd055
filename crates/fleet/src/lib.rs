//! Fleet vocabulary.
