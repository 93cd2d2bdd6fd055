//! JSON as Go's library reads it into Fleet's unit: members in any case, the last of two, null for nothing, and no
//! look at what follows the first value.

use fleet::UnitOption;

/// What Fleet would understand of a body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) name: String,
    pub(crate) desired_state: String,
    pub(crate) options: Vec<UnitOption>,
}

/// A value of JSON, with all members in the order in which they stand.
enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
    /// A number or a truth value, which Fleet's unit has none of.
    Other,
}

/// Why there is no meaning.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    NotJson,
    WrongType,
    /// A `null` among the options, on which Fleet's handler dies.
    NullOption,
}

/// What Fleet understands of a body.
pub(crate) fn meaning(body: &[u8]) -> Result<Meaning, Trouble> {
    let value = Reader { rest: body }.value().ok_or(Trouble::NotJson)?;
    let mut meaning = Meaning::default();
    for (member, value) in members(value)? {
        match folded(&member).as_str() {
            "name" => set(&mut meaning.name, value)?,
            "desiredstate" => set(&mut meaning.desired_state, value)?,
            "currentstate" | "machineid" => set(&mut String::new(), value)?,
            "options" => {
                meaning.options = match value {
                    Value::Null => Vec::new(),
                    Value::List(options) => options.into_iter().map(option).collect::<Result<_, _>>()?,
                    _ => return Err(Trouble::WrongType),
                };
            }
            _ => {}
        }
    }
    Ok(meaning)
}

fn option(value: Value) -> Result<UnitOption, Trouble> {
    if matches!(value, Value::Null) {
        return Err(Trouble::NullOption);
    }
    let mut option = UnitOption::default();
    for (member, value) in members(value)? {
        match folded(&member).as_str() {
            "section" => set(&mut option.section, value)?,
            "name" => set(&mut option.name, value)?,
            "value" => set(&mut option.value, value)?,
            _ => {}
        }
    }
    Ok(option)
}

fn members(value: Value) -> Result<Vec<(String, Value)>, Trouble> {
    match value {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Vec::new()),
        _ => Err(Trouble::WrongType),
    }
}

/// Null changes nothing.
fn set(text: &mut String, value: Value) -> Result<(), Trouble> {
    match value {
        Value::Text(new) => *text = new,
        Value::Null => {}
        _ => return Err(Trouble::WrongType),
    }
    Ok(())
}

/// Go compares members without regard to case, and takes two odd signs for the letters that they look like.
fn folded(member: &str) -> String {
    member.replace('\u{17f}', "s").replace('\u{212a}', "k").to_ascii_lowercase()
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let blanks = self.rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.rest = &self.rest[blanks..];
        self.rest.first().copied()
    }

    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn expect(&mut self, word: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(word.as_bytes())?;
        Some(())
    }

    fn value(&mut self) -> Option<Value> {
        Some(match self.peek()? {
            b'n' => {
                self.expect("null")?;
                Value::Null
            }
            b't' => {
                self.expect("true")?;
                Value::Other
            }
            b'f' => {
                self.expect("false")?;
                Value::Other
            }
            b'"' => Value::Text(self.text()?),
            b'[' => Value::List(self.items(b']', Self::value)?),
            b'{' => Value::Object(self.items(b'}', |reader| {
                let member = (reader.peek()? == b'"').then(|| reader.text())??;
                (reader.peek()? == b':').then(|| reader.take())??;
                Some((member, reader.value()?))
            })?),
            b'-' | b'0'..=b'9' => {
                let length = self.rest.iter().take_while(|byte| b"+-.eE0123456789".contains(byte)).count();
                self.rest = &self.rest[length..];
                Value::Other
            }
            _ => return None,
        })
    }

    fn items<T>(&mut self, end: u8, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.take()?;
        let mut items = Vec::new();
        if self.peek()? == end {
            self.take()?;
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            match (self.peek()?, self.take()?) {
                (b',', _) => {}
                (byte, _) if byte == end => return Some(items),
                _ => return None,
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        self.take()?;
        let mut units: Vec<u16> = Vec::new();
        let mut raw = Vec::new();
        let mut text = String::new();
        loop {
            let byte = self.take()?;
            // Two halves of a sign must stand together; a lone half, and bytes that are no UTF-8, are replaced.
            let is_half = byte == b'\\' && self.rest.first() == Some(&b'u');
            if !is_half {
                text += &String::from_utf16_lossy(&std::mem::take(&mut units));
            }
            if byte == b'\\' || byte == b'"' {
                text += &String::from_utf8_lossy(&std::mem::take(&mut raw));
            }
            match byte {
                b'"' => return Some(text),
                b'\\' if is_half => {
                    self.take()?;
                    let digits = std::str::from_utf8(self.rest.get(..4)?).ok()?;
                    units.push(u16::from_str_radix(digits, 16).ok()?);
                    self.rest = &self.rest[4..];
                }
                b'\\' => {
                    let escape = self.take()?;
                    let known = [(b'"', '"'), (b'\\', '\\'), (b'/', '/'), (b'b', '\x08'), (b'f', '\x0c')];
                    let more = [(b'n', '\n'), (b'r', '\r'), (b't', '\t')];
                    text.push(known.into_iter().chain(more).find(|(letter, _)| *letter == escape)?.1);
                }
                ..0x20 => return None,
                byte => raw.push(byte),
            }
        }
    }
}
