"""REST routes about who and where: the application, the bot, its guild, members, channels and the gateway."""

from aiohttp import web

from bot.rehearsal.loopback.gateway import Gateway
from bot.rehearsal.loopback.http import ApiError, Call, answer_json
from bot.rehearsal.loopback.messages import require_channel
from bot.rehearsal.loopback.payloads import (
    show_application,
    show_channel,
    show_guild,
    show_member,
    show_role,
    show_user,
)
from bot.rehearsal.loopback.rest import Route
from bot.rehearsal.loopback.state import Channel, LoopbackState


def account_routes(world: LoopbackState, gateway: Gateway) -> dict[tuple[str, str], Route]:
    """The routes by method and path."""

    async def get_me(_: Call) -> web.Response:
        return answer_json(show_user(world.bot))

    async def get_application(_: Call) -> web.Response:
        return answer_json(show_application(world))

    async def get_gateway(_: Call) -> web.Response:
        limits = {"total": 1000, "remaining": 1000 - gateway.identified, "reset_after": 0, "max_concurrency": 1}
        return answer_json({"url": gateway.url, "shards": 1, "session_start_limit": limits})

    async def get_guild(call: Call) -> web.Response:
        require_guild(world, call)
        return answer_json(show_guild(world) | {"approximate_member_count": len(world.users)})

    async def list_my_guilds(_: Call) -> web.Response:
        return answer_json([{"id": str(world.guild_id), "name": world.guild_name, "owner": False, "features": []}])

    async def list_channels(call: Call) -> web.Response:
        require_guild(world, call)
        shown = [c for c in world.channels.values() if c.type != 1 and not c.is_thread]
        return answer_json([show_channel(world, channel) for channel in shown])

    async def list_roles(call: Call) -> web.Response:
        require_guild(world, call)
        return answer_json([show_role(role) for role in world.roles.values()])

    async def get_member(call: Call) -> web.Response:
        require_guild(world, call)
        user = world.users.get(call.number("user_id"))
        if user is None:
            raise ApiError(404, 10007, "Unknown Member")
        return answer_json(show_member(world, user))

    async def get_user(call: Call) -> web.Response:
        user = world.users.get(call.number("user_id"))
        if user is None:
            raise ApiError(404, 10013, "Unknown User")
        return answer_json(show_user(user))

    async def get_channel(call: Call) -> web.Response:
        return answer_json(show_channel(world, require_channel(world, call.number("channel_id"))))

    async def open_direct(call: Call) -> web.Response:
        raw = str(call.form().get("recipient_id"))
        user = world.users.get(int(raw)) if raw.isdecimal() else None
        if user is None or user.bot:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        for channel in world.channels.values():
            if channel.recipient_id == user.id:
                return answer_json(show_channel(world, channel))
        channel = Channel(world.make_id(), f"@{user.name}", type=1, recipient_id=user.id)
        world.channels[channel.id] = channel
        return answer_json(show_channel(world, channel))

    return {
        ("GET", "/users/@me"): get_me,
        ("GET", "/users/@me/guilds"): list_my_guilds,
        ("POST", "/users/@me/channels"): open_direct,
        ("GET", "/users/{user_id}"): get_user,
        ("GET", "/oauth2/applications/@me"): get_application,
        ("GET", "/applications/@me"): get_application,
        ("GET", "/gateway"): get_gateway,
        ("GET", "/gateway/bot"): get_gateway,
        ("GET", "/guilds/{guild_id}"): get_guild,
        ("GET", "/guilds/{guild_id}/channels"): list_channels,
        ("GET", "/guilds/{guild_id}/roles"): list_roles,
        ("GET", "/guilds/{guild_id}/members/{user_id}"): get_member,
        ("GET", "/channels/{channel_id}"): get_channel,
    }


def require_guild(world: LoopbackState, call: Call) -> None:
    """ApiError 10004 unless the path names the one guild there is."""
    if call.number("guild_id") != world.guild_id:
        raise ApiError(404, 10004, "Unknown Guild")
