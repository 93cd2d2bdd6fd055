//! A file in the forms in which browsers take it. One of them was built; the others are made by the first who asks for them,
//! for all of them: browsers take brotli over TLS and from this machine, and so hardly anybody asks.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use flate2::Compression;

use super::negotiate::Encoding;
use crate::gzip::gzip;

/// The forms of a file.
#[derive(Debug, Clone)]
pub(super) struct Forms(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    brotli: Option<Bytes>,
    plain: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Bytes>,
}

impl Forms {
    /// Of a file that was built compressed.
    pub(super) fn brotli(content: Bytes) -> Self {
        Self(Arc::new(Inner { brotli: Some(content), plain: OnceLock::new(), gzip: OnceLock::new() }))
    }

    /// Of one that gets no smaller.
    pub(super) fn plain(content: Bytes) -> Self {
        let plain = OnceLock::from(Some(content));
        Self(Arc::new(Inner { brotli: None, plain, gzip: OnceLock::new() }))
    }

    /// In this encoding; none if it is not to be had in it.
    pub(super) fn get(&self, encoding: Encoding) -> Option<Bytes> {
        let Inner { brotli, gzip: zipped, .. } = &*self.0;
        match encoding {
            Encoding::Brotli => brotli.clone(),
            Encoding::Plain => self.unpacked(),
            // What gets no smaller by the one gets none by the other.
            Encoding::Gzip if brotli.is_none() => None,
            Encoding::Gzip => {
                let plain = self.unpacked()?;
                Some(zipped.get_or_init(|| gzip(&plain, Compression::default())).clone())
            }
        }
    }

    /// As it is; none if its compressed form is broken, which the log tells.
    pub(super) fn unpacked(&self) -> Option<Bytes> {
        let Inner { brotli, plain, .. } = &*self.0;
        plain.get_or_init(|| brotli.as_deref().and_then(unpack)).clone()
    }
}

fn unpack(mut packed: &[u8]) -> Option<Bytes> {
    let mut plain = Vec::new();
    match brotli_decompressor::BrotliDecompress(&mut packed, &mut plain) {
        Ok(()) => Some(plain.into()),
        Err(error) => {
            tracing::error!(%error, "a file of the page can't be unpacked");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// "hello hello hello\n" by the command `brotli`.
    const PACKED: &[u8] = b"\x8b\x08\x80hello hello hello\n\x03";

    #[test]
    fn every_form_says_the_same() {
        let forms = Forms::brotli(Bytes::from_static(PACKED));
        let plain = forms.unpacked().unwrap();
        assert_eq!(plain, "hello hello hello\n");
        assert_eq!(forms.get(Encoding::Brotli).unwrap(), PACKED);
        assert_eq!(forms.get(Encoding::Plain).unwrap(), plain);
        let zipped = forms.get(Encoding::Gzip).unwrap();
        let mut unzipped = Vec::new();
        flate2::read::GzDecoder::new(&zipped[..]).read_to_end(&mut unzipped).unwrap();
        assert_eq!(unzipped, plain);
    }

    #[test]
    fn what_is_broken_is_not_sent_as_if_it_were_empty() {
        let forms = Forms::brotli(Bytes::from_static(b"no brotli"));
        assert_eq!(forms.get(Encoding::Plain), None);
        assert_eq!(forms.get(Encoding::Gzip), None);
    }
}
