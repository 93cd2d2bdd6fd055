//! URL-safe base64 as Go reads it.
//!
//! Owns what Fleet's messages need and libraries for Rust don't tell: the byte that Go complains about. Go skips
//! newlines, wants padding and does not look at left-over bits.

/// The bytes, or the position of the byte that Go reports as illegal.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let mut input = Input { bytes: text.as_bytes(), position: 0 };
    let mut output = Vec::with_capacity(text.len() / 4 * 3);
    while input.quantum(&mut output)? {}
    Ok(output)
}

struct Input<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Input<'_> {
    /// Reads four signs into up to three bytes. False at the end.
    fn quantum(&mut self, output: &mut Vec<u8>) -> Result<bool, usize> {
        let mut bits = 0_u32;
        for have in 0..4 {
            self.skip_newlines();
            let Some(sign) = self.bytes.get(self.position) else {
                // Newlines count as if they were not there when Go says where the cut group began.
                return if have == 0 { Ok(false) } else { Err(self.position - have) };
            };
            match value(*sign) {
                Some(value) => bits = bits << 6 | u32::from(value),
                None if *sign == b'=' && have >= 2 => {
                    self.padding(have)?;
                    push(bits << (6 * (4 - have)), have - 1, output);
                    return Ok(false);
                }
                None => return Err(self.position),
            }
            self.position += 1;
        }
        push(bits, 3, output);
        Ok(true)
    }

    /// After two signs come two `=`, after three comes one, and then nothing.
    fn padding(&mut self, have: usize) -> Result<(), usize> {
        self.position += 1;
        if have == 2 {
            self.skip_newlines();
            match self.bytes.get(self.position) {
                Some(b'=') => self.position += 1,
                Some(_) => return Err(self.position - 1),
                None => return Err(self.bytes.len()),
            }
        }
        self.skip_newlines();
        if self.position < self.bytes.len() { Err(self.position) } else { Ok(()) }
    }

    fn skip_newlines(&mut self) {
        while let Some(b'\n' | b'\r') = self.bytes.get(self.position) {
            self.position += 1;
        }
    }
}

fn push(bits: u32, count: usize, output: &mut Vec<u8>) {
    output.extend(bits.to_be_bytes().into_iter().skip(1).take(count));
}

fn value(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn reads_padded_text() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9vYg==", b"foob"),
            ("_-8=", b"\xff\xef"),
            ("Zm\r\n9v\n", b"foo"),
            ("Zh==", b"f"),
        ] {
            assert_eq!(decode(text).as_deref(), Ok(bytes), "{text:?}");
        }
    }

    #[test]
    fn complains_where_go_does() {
        for (text, position) in [
            ("Z", 0),
            ("Zm9vY", 4),
            ("Zm9vYg", 4),
            ("Zg=", 3),
            ("Zg=x", 2),
            ("Zg==x", 4),
            ("Zm8=x", 4),
            ("=", 0),
            ("Z=", 1),
            ("Zm9v=", 4),
            ("+/8=", 0),
            ("Zm9v Zm9v", 4),
            ("ä", 0),
        ] {
            assert_eq!(decode(text), Err(position), "{text:?}");
        }
    }
}
