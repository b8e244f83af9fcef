"""REST routes about messages in channels, their threads, and the files sent with them."""

from aiohttp import web

from bot.rehearsal.loopback.http import ApiError, Call, answer_json, form_error
from bot.rehearsal.loopback.messages import edit_message, post_message, remove_message, require_channel, require_message
from bot.rehearsal.loopback.payloads import show_channel
from bot.rehearsal.loopback.rest import Route
from bot.rehearsal.loopback.state import NONCE_MEMORY, Channel, Json, LoopbackState, Message, Permission


def message_routes(world: LoopbackState) -> dict[tuple[str, str], Route]:
    """The routes by method and path."""

    def find_repeat(channel: Channel, form: Json) -> Message | None:
        nonce = form.get("nonce")
        if not form.get("enforce_nonce") or nonce is None:
            return None
        posted_at, identity = world.nonces.get((channel.id, str(nonce)), (0.0, 0))
        return world.messages.get(identity) if world.now() - posted_at < NONCE_MEMORY else None

    async def send(call: Call) -> web.Response:
        form, files = call.form(), call.body.files
        channel = require_channel(world, call.number("channel_id"), Permission.SEND_MESSAGES)
        recipient = world.users.get(channel.recipient_id or 0)
        if recipient is not None and recipient.closed:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        if channel.locked:
            raise ApiError(400, 50083, "Thread is archived")
        if files:
            require_channel(world, channel.id, Permission.ATTACH_FILES)
        message = find_repeat(channel, form)
        if message is None:
            message = post_message(world, channel, form, files)
            if form.get("nonce") is not None:
                world.nonces[channel.id, str(form["nonce"])] = (world.now(), message.id)
        call.note_delivery(message)
        return answer_json(message.payload)

    async def list_some(call: Call) -> web.Response:
        channel = require_channel(world, call.number("channel_id"))
        query = call.request.query
        bits = world.permissions_of(world.bot, channel)
        found = [m for m in world.messages.values() if m.channel_id == channel.id and m.visible_to is None]
        if channel.type != 1 and not bits & Permission.READ_MESSAGE_HISTORY:
            found = []
        limit = int(query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise ApiError(400, 50035, "Invalid Form Body", {"limit": form_error("NUMBER_TYPE_MAX", "1 to 100")})
        newest_first = sorted(found, key=lambda message: message.id, reverse=True)
        if "before" in query:
            newest_first = [m for m in newest_first if m.id < int(query["before"])]
        elif "after" in query:
            newest_first = [m for m in newest_first if m.id > int(query["after"])][-limit:]
        return answer_json([show_again(message) for message in newest_first[:limit]])

    async def get_one(call: Call) -> web.Response:
        channel = require_channel(world, call.number("channel_id"), Permission.READ_MESSAGE_HISTORY)
        return answer_json(show_again(require_message(world, channel.id, call.number("message_id"))))

    async def edit(call: Call) -> web.Response:
        channel = require_channel(world, call.number("channel_id"))
        message = require_message(world, channel.id, call.number("message_id"))
        call.note_delivery(edit_message(world, message, call.form(), call.body.files))
        return answer_json(message.payload)

    async def remove(call: Call) -> web.Response:
        channel = require_channel(world, call.number("channel_id"))
        remove_message(world, require_message(world, channel.id, call.number("message_id")))
        return web.Response(status=204)

    async def crosspost(call: Call) -> web.Response:
        channel = require_channel(world, call.number("channel_id"), Permission.SEND_MESSAGES)
        message = require_message(world, channel.id, call.number("message_id"))
        if channel.type != 5:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if message.flags & 1:
            raise ApiError(400, 40033, "This message has already been crossposted")
        message.payload["flags"] = message.flags | 1
        world.tell("update", message)
        return answer_json(message.payload)

    async def start_thread(call: Call) -> web.Response:
        parent = require_channel(world, call.number("channel_id"), Permission.CREATE_PUBLIC_THREADS)
        message = require_message(world, parent.id, call.number("message_id"))
        if parent.type not in (0, 5):
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        name = call.form().get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            raise ApiError(400, 50035, "Invalid Form Body", {"name": form_error("BASE_TYPE_BAD_LENGTH", "1 to 100")})
        if message.id in world.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        kind = 10 if parent.type == 5 else 11
        thread = Channel(message.id, name, kind, parent_id=parent.id, owner_id=world.bot.id)
        world.channels[thread.id] = thread
        return answer_json(show_channel(world, thread), 201)

    async def type_something(call: Call) -> web.Response:
        require_channel(world, call.number("channel_id"), Permission.SEND_MESSAGES)
        return web.Response(status=204)

    base = "/channels/{channel_id}/messages"
    return {
        ("POST", base): send,
        ("GET", base): list_some,
        ("GET", base + "/{message_id}"): get_one,
        ("PATCH", base + "/{message_id}"): edit,
        ("DELETE", base + "/{message_id}"): remove,
        ("POST", base + "/{message_id}/crosspost"): crosspost,
        ("POST", base + "/{message_id}/threads"): start_thread,
        ("POST", "/channels/{channel_id}/typing"): type_something,
    }


def show_again(message: Message) -> Json:
    """A message as it is read later: its nonce is for those who are there when it is sent."""
    return {key: value for key, value in message.payload.items() if key != "nonce"}


def serve_attachments(world: LoopbackState, app: web.Application) -> None:
    """Serve every file that was sent, as Discord's own file host does: without a token."""

    async def download(request: web.Request) -> web.Response:
        raw = request.match_info["attachment_id"]
        found = world.attachments.get(int(raw)) if raw.isdecimal() else None
        if found is None or found.filename != request.match_info["filename"]:
            raise web.HTTPNotFound
        return web.Response(body=found.data, headers={"Content-Type": found.content_type})

    app.router.add_get("/attachments/{channel_id}/{attachment_id}/{filename}", download)
