//! Reading and writing a wasm module, as far as the page's own passes need it.

use anyhow::{Context, Result, bail};

/// Magic number and version.
const HEAD: usize = 8;

/// The module with another section of this id. All others stay.
pub(super) fn with_section(
    module: &[u8],
    id: u8,
    mut change: impl FnMut(&[u8]) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let mut out = module.get(..HEAD).context("this is no wasm")?.to_vec();
    let mut reader = Reader { bytes: module, at: HEAD };
    while reader.at < module.len() {
        let begin = reader.at;
        let own = reader.byte()?;
        let length = reader.number()?;
        let body = reader.take(length)?;
        if own == id {
            let body = change(body)?;
            out.push(id);
            put_number(&mut out, body.len());
            out.extend(body);
        } else {
            out.extend(&module[begin..reader.at]);
        }
    }
    Ok(out)
}

/// Reads a wasm module, or a section of one.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).context("the module ends too early")?;
        self.at += 1;
        Ok(byte)
    }

    /// A number as wasm writes it: seven bits a byte, the lowest first.
    pub(super) fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("a number has no end")
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at + length).context("the module ends too early")?;
        self.at += length;
        Ok(taken)
    }

    pub(super) fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(str::from_utf8(self.take(length)?)?)
    }

    /// What kind of thing is imported, as it stands there.
    pub(super) fn kind(&mut self) -> Result<&'a [u8]> {
        let from = self.at;
        self.skip_kind()?;
        Ok(&self.bytes[from..self.at])
    }

    fn skip_kind(&mut self) -> Result<()> {
        match self.byte()? {
            // A function: its type.
            0 => drop(self.number()?),
            // A table: what it holds, then its limits.
            1 => {
                self.byte()?;
                self.skip_limits()?;
            }
            // A memory.
            2 => self.skip_limits()?,
            // A global: its type, and whether it changes.
            3 => drop(self.take(2)?),
            kind => bail!("an import of the unknown kind {kind}"),
        }
        Ok(())
    }

    fn skip_limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

pub(super) fn put_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(super) fn put_name(out: &mut Vec<u8>, name: &str) {
    put_number(out, name.len());
    out.extend(name.as_bytes());
}
