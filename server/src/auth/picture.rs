//! A QR code as a picture that a page may show under its content security policy: a `data:` address of an SVG without
//! styles and scripts.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::{Error, Result};

/// The quiet zone that readers want around it, in modules.
const MARGIN: i32 = 4;

/// The text as a picture, for the `src` of an image. Dark on white in any theme: readers want it so.
pub fn of(text: &str) -> Result<String> {
    Ok(format!("data:image/svg+xml;base64,{}", BASE64.encode(svg(text)?)))
}

/// The text as the path of an SVG in squares of 1, and how many of them it is wide with its margin: for a page that draws
/// the picture itself.
pub fn path(text: &str) -> Result<(u32, String)> {
    let code = encode(text)?;
    let size = u32::try_from(code.size() + 2 * MARGIN).map_err(Error::internal)?;
    let mut path = String::new();
    squares(&code, &mut path);
    Ok((size, path))
}

fn encode(text: &str) -> Result<QrCode> {
    QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| Error::internal("the text is too long for a QR code"))
}

fn squares(code: &QrCode, path: &mut String) {
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a String can't fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
}

fn svg(text: &str) -> Result<String> {
    let code = encode(text)?;
    let size = code.size() + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\""
    );
    squares(&code, &mut svg);
    svg.push_str("\"/></svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_svg_without_styles_and_scripts() {
        let text = format!("otpauth://totp/Quarterdeck:{}?secret={}", "a".repeat(64), "B".repeat(32));
        let svg = svg(&text).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style") && !svg.contains("script"), "{svg}");
        // The three corners by which readers find it begin with a row of seven.
        assert!(svg.contains("M4 4h1v1h-1zM5 4h1v1h-1zM6 4h1v1h-1z"));
        assert!(of(&text).unwrap().len() < 64 * 1024);
        assert!(of(&"x".repeat(5_000)).is_err());
    }
}
