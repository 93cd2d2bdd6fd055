### who
no-token = This is no API token. Send 'Authorization: Bearer qd_…', or the token as the password of Basic.
no-certificate = No certificate came along.
session-ended = Your session has ended. Sign in again.
unknown-token = This API token is not known here. It may have been revoked: make a new one under Settings.
expired-token = This API token has expired. Make a new one under Settings.
no-account = You are known, but have no account here that may be used. Ask an administrator.
certificate-ended = This connection's client certificate has ended, or its authority is no longer trusted here. Connect again with a newer one.
certificate-revoked = This client certificate was revoked. Ask an administrator for another one.
certificate-nobodys = This client certificate is nobody's here. An administrator adds it: quarterdeck certificate add.
confirm-that-it-is-you = Confirm that it is you: type your password, or a code if you have a second factor.
proxys-name-is-none = The proxy in front names a user in a way that is no name here: 1 to 64 letters, digits and '.', '_', '-', '@'.
proxys-name-twice = The header in which the proxy in front names the user came twice. Let the proxy remove what clients send.
no-screen = This browser is no screen, or is none any more. Open /screen to pair it.
sign-in-first = Sign in first: with a name and password, with a one-time link, or with an API token.
