//! What is left out of a body since its absence says the same.

/// Whether a number is the one that an absent member stands for.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
pub(crate) fn is_zero(number: &u32) -> bool {
    *number == 0
}
