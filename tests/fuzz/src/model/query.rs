//! Queries as Go's library reads them: a pair that it can't read is dropped without a word.

/// What Fleet would see of a query.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The pairs, in order, decoded.
    pub(crate) pairs: Vec<(Vec<u8>, Vec<u8>)>,
    /// The pairs that were dropped, as they stood there.
    pub(crate) dropped: Vec<Vec<u8>>,
}

impl Seen {
    pub(crate) fn read(query: &[u8]) -> Self {
        let mut seen = Self::default();
        for pair in query.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let cut = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (key, value) = (unescaped(&pair[..cut]), unescaped(pair.get(cut + 1..).unwrap_or_default()));
            match (pair.contains(&b';'), key, value) {
                (false, Some(key), Some(value)) => seen.pairs.push((key, value)),
                _ => seen.dropped.push(pair.to_vec()),
            }
        }
        seen
    }

    /// All values of a key.
    pub(crate) fn values(&self, key: &str) -> Vec<&[u8]> {
        self.pairs
            .iter()
            .filter(|(own, _)| own == key.as_bytes())
            .map(|(_, value)| value.as_slice())
            .collect()
    }
}

/// Decoded, `+` included; none if an escape is broken.
pub(crate) fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decoded(&spaced)
}

/// Decoded; none if an escape is broken.
pub(crate) fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = text.iter();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(|digit| char::from(*digit).to_digit(16));
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => *byte,
        });
    }
    Some(decoded)
}
