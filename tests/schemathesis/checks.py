"""What must hold of every answer besides what Schemathesis checks itself: nobody writes without the right."""

import os

import schemathesis

# Who asks: "admin", "viewer" or "nobody".
WHO = os.environ["QUARTERDECK_WHO"]
READS = {"GET", "HEAD", "OPTIONS"}
# These change nothing, or only who one is. A display may ask for a code without any right: nothing comes of that until
# somebody with the right confirms it, and a network gets so many and no more.
HARMLESS = {
    "/api/v1/lint",
    "/api/v1/session",
    "/api/v1/session/code",
    "/api/v1/clusters/{cluster}/plans",
    "/api/v1/screens/pairings",
}


@schemathesis.check
def no_write_without_right(ctx, response, case):
    """Whoever may only look, or nobody, gets no write done."""
    if WHO == "admin" or case.method.upper() in READS or case.operation.path in HARMLESS:
        return None
    if 200 <= response.status_code < 300:
        raise AssertionError(f"{WHO} was allowed {case.method} {case.operation.path}: {response.status_code}")
    return None


@schemathesis.check
def every_error_has_a_code(ctx, response, case):
    """Scripts match on the code, people read the message."""
    if response.status_code >= 400:
        body = response.json()
        assert body.get("code") and body.get("message"), f"an error without words: {body}"
    return None
