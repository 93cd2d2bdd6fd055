//! The ways in, as the record names them.

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// With a browser's session.
    Session,
    /// With an API token.
    Token,
    /// With a client certificate.
    Certificate,
    /// By the word of a trusted proxy in front, in a header.
    Header,
    /// On the server's own command line.
    CommandLine,
    /// Not at all.
    Nobody,
    /// It is the server's own doing.
    Server,
}

impl Via {
    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::Session,
            Self::Token,
            Self::Certificate,
            Self::Header,
            Self::CommandLine,
            Self::Nobody,
            Self::Server,
        ];
        // Earlier lines call it so.
        let text = if text == "proxy" { Self::Header.as_str() } else { text };
        all.into_iter().find(|via| via.as_str() == text)
    }

    /// As the record writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
            Self::Certificate => "certificate",
            Self::Header => "trusted header",
            Self::CommandLine => "command line",
            Self::Nobody => "nobody",
            Self::Server => "server",
        }
    }
}
