-- Users as others name them: identity providers, and the certificates of an authority.

CREATE TABLE identities (
    id TEXT NOT NULL PRIMARY KEY,
    -- Both together, as the provider's tokens have them. A name or an address of a person may be given to somebody else.
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    -- Who linked it; a sign-in of its own if nobody did.
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms BIGINT,
    UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_user ON identities (user_name);

CREATE TABLE client_certificates (
    -- SHA-256 of the certificate, in hexadecimal digits.
    fingerprint TEXT NOT NULL PRIMARY KEY,
    -- NULL of one that was revoked before it was anybody's, and of one whose user is gone.
    user_name TEXT REFERENCES users (name) ON DELETE SET NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms BIGINT,
    -- Kept, so that its common name lets nobody in either.
    revoked_ms BIGINT
);
CREATE INDEX client_certificates_by_user ON client_certificates (user_name);
