//! One message: text with places for parts, in one form or in several of which a number chooses.

use anyhow::{Result, bail, ensure};
use fluent_syntax::ast::{self, Expression, InlineExpression, PatternElement, VariantKey};

/// As many parts as there are signs for them.
const MOST_PARTS: usize = 8;

/// What Fluent calls a message, as far as it is used here.
pub(crate) struct Message {
    /// The parts that it names, in the order in which they come.
    pub(crate) parts: Vec<String>,
    /// The part that chooses the form.
    pub(crate) count: Option<String>,
    forms: Vec<Form>,
}

struct Form {
    /// `0`, `1` or `n`; a space where there is only one form.
    sign: char,
    pieces: Vec<Piece>,
}

enum Piece {
    Text(String),
    Part(String),
}

impl Message {
    /// Out of what was parsed. Attributes, terms and functions are not used here; a selection is the whole message.
    pub(crate) fn read(message: &ast::Message<&str>) -> Result<Self> {
        ensure!(message.attributes.is_empty(), "attributes are not read here");
        let Some(pattern) = &message.value else { bail!("there is no text") };
        let (count, forms) = match pattern.elements.as_slice() {
            [PatternElement::Placeable { expression: Expression::Select { selector, variants } }] => {
                let forms = variants
                    .iter()
                    .map(|variant| Ok(Form { sign: sign(&variant.key)?, pieces: pieces(&variant.value)? }));
                (Some(variable(selector)?), forms.collect::<Result<Vec<_>>>()?)
            }
            _ => (None, vec![Form { sign: ' ', pieces: pieces(pattern)? }]),
        };
        let mut parts: Vec<String> = count.iter().cloned().collect();
        for piece in forms.iter().flat_map(|form| &form.pieces) {
            if let Piece::Part(name) = piece
                && !parts.contains(name)
            {
                parts.push(name.clone());
            }
        }
        ensure!(parts.len() <= MOST_PARTS, "more than {MOST_PARTS} parts");
        Ok(Self { parts, count, forms })
    }

    /// As the program reads it: U+0001 and the following for the parts in this order, U+000F before each form.
    pub(crate) fn encoded(&self, parts: &[String]) -> Result<String> {
        let mut text = String::new();
        for form in &self.forms {
            if self.count.is_some() {
                text.push('\u{f}');
                text.push(form.sign);
            }
            for piece in &form.pieces {
                match piece {
                    Piece::Text(words) => text.push_str(words),
                    Piece::Part(name) => text.push(place(name, parts)?),
                }
            }
        }
        ensure!(
            !text.contains(['\n', '\r']),
            "a message is one paragraph: write the next one as a message of its own"
        );
        Ok(text)
    }
}

fn place(name: &str, parts: &[String]) -> Result<char> {
    let place = parts.iter().position(|part| part == name).and_then(|at| u32::try_from(at).ok());
    match place.and_then(|at| char::from_u32(at + 1)) {
        Some(sign) => Ok(sign),
        None => bail!("names ${name}, which the English does not"),
    }
}

fn pieces(pattern: &ast::Pattern<&str>) -> Result<Vec<Piece>> {
    let piece = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => {
            ensure!(
                !value.chars().any(|sign| sign < '\u{20}' && sign != '\n'),
                "there is a control character"
            );
            // Fluent lets a long text go on in the next line; people read it as one.
            Ok(Piece::Text(value.replace('\n', " ")))
        }
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::StringLiteral { value }),
        } => Ok(Piece::Text((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(inline) } => {
            Ok(Piece::Part(variable(inline)?))
        }
        PatternElement::Placeable { expression: Expression::Select { .. } } => {
            bail!("a selection must be the whole message")
        }
    };
    pattern.elements.iter().map(piece).collect()
}

fn variable(inline: &InlineExpression<&str>) -> Result<String> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name.replace('-', "_")),
        _ => bail!("only {{ $name }} and {{ \"text\" }} are read here"),
    }
}

fn sign(key: &VariantKey<&str>) -> Result<char> {
    match key {
        VariantKey::NumberLiteral { value: "0" } => Ok('0'),
        VariantKey::Identifier { name: "one" } => Ok('1'),
        VariantKey::Identifier { name: "other" } => Ok('n'),
        _ => bail!("the forms are [0], [one] and *[other]"),
    }
}
