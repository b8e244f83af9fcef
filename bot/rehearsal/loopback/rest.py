"""The REST API: reads, logs and checks every request, lets it fail where a fault is due, and calls its route."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.rehearsal.loopback.access import refuse_pages
from bot.rehearsal.loopback.faults import Fault, Faults
from bot.rehearsal.loopback.http import MAX_BODY_BYTES, ApiError, Body, Call, answer_json, form_error, read_body
from bot.rehearsal.loopback.state import LoopbackState
from bot.rehearsal.loopback.validation.inspector import Breach, Inspector

API = "/api/v10"
MAX_LOGGED_REQUESTS = 10_000
Route = Callable[[Call], Awaitable[web.StreamResponse]]
TOKEN_IN_PATH = ("webhooks", "interactions")


@dataclass(frozen=True, slots=True)
class Request:
    """One logged request: ``path`` without the API's base, ``ms`` until its answer, ``body`` the JSON it carried."""

    method: str
    path: str
    status: int | str
    ms: float
    body: Any


class Rest:
    """The front door of the REST routes."""

    def __init__(self, world: LoopbackState, inspector: Inspector, *, refuse_breaches: bool) -> None:
        self.world = world
        self.inspector = inspector
        self.refuse_breaches = refuse_breaches
        self.faults = Faults()
        self.log: deque[Request] = deque(maxlen=MAX_LOGGED_REQUESTS)
        self.stopping = asyncio.Event()

    def add_routes(self, app: web.Application, routes: dict[tuple[str, str], Route]) -> None:
        """Put routes (method and path below the API's base) into the application, literals before parameters."""
        for (method, path), route in sorted(routes.items(), key=lambda item: _specificity(item[0][1])):
            app.router.add_route(method, API + path, self._open_door(route))
        app.router.add_route("*", API + "/{rest:.*}", self._open_door(self._refuse_unknown))

    def _open_door(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            began = time.perf_counter()
            path = request.path.removeprefix(API)
            body = Body()
            outcome: int | str = "broken off"
            try:
                body = await read_body(request)
                call = Call(request, body)
                response = await self._answer(route, call, path)
                outcome = response.status
                await response.prepare(request)
                await response.write_eof()
                for step in call.afterwards:
                    step()
                return response
            except ConnectionError:
                outcome = "the bot had gone"
                return web.Response()
            except _CutOffError as cut:
                outcome = cut.why
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            finally:
                ms = (time.perf_counter() - began) * 1000
                self.log.append(Request(request.method, path, outcome, ms, body.data))

        return handle

    async def _answer(self, route: Route, call: Call, path: str) -> web.StreamResponse:
        request = call.request
        fault = self.faults.take(request.method, path)
        if fault is not None and fault.failure not in ("lose", "hold"):
            return await self._fail(fault, request)
        response = await self._carry_out(route, call, path)
        if fault is None:
            return response
        if response.status < 400:
            for step in call.afterwards:
                step()
        return await self._fail(fault, request)

    async def _carry_out(self, route: Route, call: Call, path: str) -> web.StreamResponse:
        try:
            self._authorise(call.request, path)
            breaches = self.inspector.inspect(call.request.method, path, call.body)
            if breaches and self.refuse_breaches:
                errors = {"_errors": [{"code": "BREACH", "message": breach.what} for breach in breaches]}
                raise ApiError(400, 50035, "Invalid Form Body", errors)
            try:
                return await route(call)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                if not breaches:
                    raise
                raise ApiError(400, 50035, "Invalid Form Body") from error
        except ApiError as error:
            return answer_json(error.body, error.status)

    async def _fail(self, fault: Fault, request: web.Request) -> web.Response:
        if fault.is_used_up:
            fault.struck.set()
        if isinstance(fault.failure, int):
            return _answer_fault(fault)
        if fault.failure in ("timeout", "hold"):
            await self._hang(request)
        raise _CutOffError(fault.failure)

    def _authorise(self, request: web.Request, path: str) -> None:
        if path.strip("/").split("/")[0] in TOKEN_IN_PATH or path == "/gateway":
            return
        if request.headers.get("Authorization") != f"Bot {self.world.token}":
            raise ApiError(401, 0, "401: Unauthorized")

    async def _refuse_unknown(self, call: Call) -> web.StreamResponse:
        path = call.request.path.removeprefix(API)
        self.inspector.breaches.append(Breach(call.request.method, path, "the loopback has no such route"))
        raise ApiError(404, 0, "404: Not Found")

    async def _hang(self, request: web.Request) -> None:
        """Wait until the bot gives up, faults are forgotten, or the service stops."""
        forgotten = self.faults.forgotten
        while request.transport is not None and not request.transport.is_closing():
            if self.stopping.is_set() or self.faults.forgotten != forgotten:
                return
            try:
                await asyncio.wait_for(self.stopping.wait(), 0.05)
            except TimeoutError:
                continue


class _CutOffError(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _answer_fault(fault: Fault) -> web.Response:
    status, headers = int(fault.failure), fault.headers
    if status == 429:
        wait = fault.retry_after
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": fault.everywhere}
        scope = "global" if fault.everywhere else "user"
        sent = {"Via": "1.1 loopback", "Retry-After": str(wait), "X-RateLimit-Scope": scope}
        return answer_json(body, status, sent | headers)
    if status == 400:
        refusal = ApiError(400, 50035, "Invalid Form Body", {"content": form_error("FAULT", "on order")})
        return answer_json(refusal.body, 400)
    codes = {401: 0, 403: 50013, 404: 10003}
    return answer_json({"message": f"{status}: fault on order", "code": codes.get(status, 0)}, status, headers)


def _specificity(path: str) -> list[bool]:
    return [part.startswith("{") for part in path.strip("/").split("/")]


def make_application(find_port: Callable[[], int]) -> web.Application:
    """An aiohttp application that takes bodies as large as Discord would at all, from bots on this machine."""
    return web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[refuse_pages(find_port)])
