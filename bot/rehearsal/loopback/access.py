"""Who may talk to the fake Discord: a bot on this machine, and no page of a browser.

A bot's client sends no Origin, and names the service by its own address. A page elsewhere that reaches this port
sends its Origin; one whose name was pointed at this machine by its DNS sends its own name as the Host.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def refuse_pages(find_port: Callable[[], int]) -> Middleware:
    """A middleware that refuses requests with an Origin, or for another Host than 127.0.0.1 with the service's port."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Host") != f"127.0.0.1:{find_port()}" or "Origin" in request.headers:
            return web.Response(status=403, text="Only a bot on this machine is let in.\n")
        return await handler(request)

    return check
