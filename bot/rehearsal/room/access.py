"""Access to the room: by its token, from this machine; with headers that let the browser run nothing foreign."""

from __future__ import annotations

import hmac
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        # Text can never become markup, not even by a mistake in the page's own code.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
CLOSED = "This room opens with the whole address that was printed where it was started.\n"


class AccessGuard:
    """The door of one room. ``port`` is set when the room listens: names and origins with another one are foreign."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.port = 0

    @property
    def cookie(self) -> str:
        """The cookie's name. Cookies are shared by all ports of a host, so the port is in the name."""
        return f"attache-room-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only hosts by which the room answers; any other name was pointed here by somebody else's DNS."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def admits(self, request: web.Request) -> bool:
        """Whether a request comes from a page of this room, by its host, its origin and its cookie."""
        origin = request.headers.get("Origin")
        return (
            request.headers.get("Host") in self.hosts
            and (origin is None or origin in [f"http://{host}" for host in self.hosts])
            and self.matches(request.cookies.get(self.cookie, ""))
        )

    def matches(self, token: str) -> bool:
        """Whether this is the room's token, compared in a time that tells nothing."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def middleware(self) -> Middleware:
        """The middleware that closes every route, and adds the headers to whatever is answered."""

        @web.middleware
        async def admit_or_refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
            if (exchanged := self._exchange(request)) is not None:
                return exchanged
            if not self.admits(request):
                return web.Response(status=403, text=CLOSED, headers=HEADERS)
            try:
                response = await handler(request)
            except web.HTTPException as refusal:
                return web.Response(status=refusal.status, text=f"{refusal.reason}\n", headers=HEADERS)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return admit_or_refuse

    def _exchange(self, request: web.Request) -> web.Response | None:
        """The token in the address for a cookie, so that it stands in no history and no bookmark."""
        token = request.query.get("token")
        if request.path != "/" or token is None or request.headers.get("Host") not in self.hosts:
            return None
        if not self.matches(token):
            return web.Response(status=403, text=CLOSED, headers=HEADERS)
        response = web.Response(status=303, headers={**HEADERS, "Location": "/"})
        response.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", path="/")
        return response
