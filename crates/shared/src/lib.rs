//! What server and page share.
