"""The gateway: one websocket over which the bot identifies itself and receives what happens."""

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.rehearsal.loopback.payloads import show_application, show_full_guild, show_member, show_user
from bot.rehearsal.loopback.state import Change, Json, LoopbackState, Message

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1, 1 << 9, 1 << 12
MEMBERS, PRESENCES, MESSAGE_CONTENT = 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
MAX_REPLAYED_EVENTS = 1000  # stored for a session that resumes


@dataclass(slots=True)
class Session:
    """What one IDENTIFY began: it outlives its socket until the bot closes it with 1000 or 1001."""

    id: str
    intents: int
    socket: web.WebSocketResponse | None
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=MAX_REPLAYED_EVENTS))


class Gateway:
    """Sessions and their sockets; ``resumed`` and ``identified`` count what bots did."""

    def __init__(self, world: LoopbackState, *, heartbeat_interval: float = 41.25) -> None:
        self.world = world
        self.heartbeat_interval = heartbeat_interval
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.refusals = 0  # connections that are still to be refused
        self.connected = asyncio.Event()
        self._sockets: dict[web.WebSocketResponse, web.Request] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._order = asyncio.Lock()
        world.watch(self._dispatch_message)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one socket from HELLO to its close."""
        if self.refusals > 0:
            self.refusals -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=4096 * 4, compress=False, timeout=1.0)
        await socket.prepare(request)
        self._sockets[socket] = request
        session: Session | None = None
        try:
            await self._send(socket, {"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    continue
                session = await self._receive(socket, session, frame.data)
        except (ConnectionError, RuntimeError):
            pass  # the bot went away while something was being sent to it: what follows is the same as a close
        finally:
            self._sockets.pop(socket, None)
            if session is not None and session.socket is socket:
                session.socket = None
                if socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                    self.sessions.pop(session.id, None)
            self._note_connection()
        return socket

    async def _receive(self, socket: web.WebSocketResponse, session: Session | None, raw: str) -> Session | None:
        try:
            frame = json.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError, AttributeError):
            await socket.close(code=4002, message=b"Error while decoding payload.")
            return session
        if op == HEARTBEAT:
            await self._send(socket, {"op": ACK})
        elif op == IDENTIFY:
            return await self._identify(socket, data)
        elif op == RESUME:
            return await self._resume(socket, data)
        elif session is None:
            await socket.close(code=4003, message=b"Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._queue(session, "GUILD_MEMBERS_CHUNK", self._find_members(data))
        return session

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        if data.get("token") != self.world.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        intents = int(data.get("intents") or 0)
        if intents & PRIVILEGED & ~self.world.privileged_intents:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
            return None
        self.identified += 1
        session = Session(f"session-{self.identified}", intents, socket)
        self.sessions[session.id] = session
        guild = {"id": str(self.world.guild_id), "unavailable": True}
        ready = {
            "v": 10,
            "user": show_user(self.world.bot),
            "guilds": [guild],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {k: v for k, v in show_application(self.world).items() if k in ("id", "flags")},
        }
        self._queue(session, "READY", ready)
        if intents & GUILDS:
            self._queue(session, "GUILD_CREATE", show_full_guild(self.world))
        self._note_connection()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token") != self.world.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        if session is None:
            await self._send(socket, {"op": INVALID_SESSION, "d": False})
            return None
        self.resumed += 1
        async with self._order:
            session.socket = socket  # from here on new events wait for the lock, behind the missed ones
            for text in [text for seq, text in session.sent if seq > int(data.get("seq") or 0)]:
                await socket.send_str(text)
        self._queue(session, "RESUMED", {})
        self._note_connection()
        return session

    def dispatch(self, event: str, data: Json) -> bool:
        """Send an event to the newest session (kept for later if it is between sockets); False if there is none."""
        session = next((s for s in reversed(self.sessions.values()) if s.socket is not None), None)
        session = session or next(reversed(self.sessions.values()), None)
        if session is None:
            return False
        self._queue(session, event, data)
        return True

    def _dispatch_message(self, change: Change, message: Message) -> None:
        channel = self.world.channels.get(message.channel_id)
        if message.visible_to is not None or channel is None:
            return
        direct = channel.type == 1
        place: Json = {} if direct else {"guild_id": str(self.world.guild_id)}
        if change == "delete":
            data: Json = {"id": str(message.id), "channel_id": str(channel.id), **place}
        else:
            data = message.payload | place
            author = self.world.users.get(int(message.payload["author"]["id"]), self.world.bot)
            if not direct:
                data["member"] = {k: v for k, v in show_member(self.world, author).items() if k != "user"}
        for session in tuple(self.sessions.values()):
            if session.intents & (DIRECT_MESSAGES if direct else GUILD_MESSAGES):
                self._queue(session, f"MESSAGE_{change.upper()}", self._hide_content(session, data, direct=direct))

    def _hide_content(self, session: Session, data: Json, *, direct: bool) -> Json:
        """What a session without the privileged intent sees of a message: others' words only where it is meant."""
        own = str(self.world.bot.id)
        is_meant = direct or own in (str(user["id"]) for user in data.get("mentions") or ())
        if "author" not in data or data["author"]["id"] == own or is_meant or session.intents & MESSAGE_CONTENT:
            return data
        return data | {"content": "", "embeds": [], "attachments": [], "components": []}

    def _queue(self, session: Session, event: str, data: Any) -> None:
        session.seq += 1
        text = json.dumps({"op": DISPATCH, "t": event, "s": session.seq, "d": data})
        session.sent.append((session.seq, text))
        if session.socket is not None:
            task = asyncio.ensure_future(self._send_text(session.socket, text))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, socket: web.WebSocketResponse, frame: Json) -> None:
        await self._send_text(socket, json.dumps(frame))

    async def _send_text(self, socket: web.WebSocketResponse, text: str) -> None:
        with contextlib.suppress(ConnectionError, RuntimeError):  # a closed socket: the session keeps the event
            async with self._order:
                await socket.send_str(text)

    def _find_members(self, data: Json) -> Json:
        ids = {str(item) for item in data.get("user_ids") or ()}
        query = str(data.get("query") or "").casefold()
        found = [
            user
            for user in self.world.users.values()
            if (str(user.id) in ids if ids else user.name.casefold().startswith(query))
        ]
        chunk: Json = {"guild_id": str(self.world.guild_id), "chunk_index": 0, "chunk_count": 1, "not_found": []}
        chunk["members"] = [show_member(self.world, user) for user in found]
        return chunk | ({"nonce": data["nonce"]} if data.get("nonce") else {})

    def _note_connection(self) -> None:
        if any(session.socket is not None for session in self.sessions.values()):
            self.connected.set()
        else:
            self.connected.clear()

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT to every bot: it is to come back and RESUME."""
        for session in tuple(self.sessions.values()):
            if session.socket is not None:
                await self._send(session.socket, {"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION to every bot; unless resumable, its session is forgotten."""
        for session in tuple(self.sessions.values()):
            if not resumable:
                self.sessions.pop(session.id)
            if session.socket is not None:
                await self._send(session.socket, {"op": INVALID_SESSION, "d": resumable})
        self._note_connection()

    async def drop(self, code: int = WSCloseCode.ABNORMAL_CLOSURE) -> None:
        """Close every socket with a code; 1006 tears the connection down without a farewell."""
        for session in tuple(self.sessions.values()):
            if session.socket is None:
                continue
            socket, session.socket = session.socket, None
            transport = self._sockets[socket].transport
            if code == WSCloseCode.ABNORMAL_CLOSURE and transport is not None:
                transport.abort()
            else:
                await socket.close(code=code)
        self._note_connection()

    async def stop(self) -> None:
        """Say goodbye to every bot and leave no task behind."""
        for task in tuple(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        self.sessions.clear()
        for socket in tuple(self._sockets):
            with contextlib.suppress(ConnectionError, RuntimeError):
                await asyncio.wait_for(socket.close(code=WSCloseCode.GOING_AWAY), 2)
        self._note_connection()
