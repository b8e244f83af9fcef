"""REST routes about the commands that the bot registers, globally or for the guild."""

import asyncio

from aiohttp import web

from bot.rehearsal.loopback.http import ApiError, Call, answer_json
from bot.rehearsal.loopback.rest import Route
from bot.rehearsal.loopback.routes.account import require_guild
from bot.rehearsal.loopback.state import Json, LoopbackState


def command_routes(world: LoopbackState, registered: asyncio.Event) -> dict[tuple[str, str], Route]:
    """The routes by method and path; ``registered`` is set at the first registration."""

    def find_scope(call: Call) -> tuple[int | None, dict[int, Json]]:
        if call.number("application_id") != world.application_id:
            raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
        if "guild_id" not in call.request.match_info:
            return None, world.commands[None]
        require_guild(world, call)
        return world.guild_id, world.commands[world.guild_id]

    def require_command(call: Call) -> tuple[dict[int, Json], int]:
        _, commands = find_scope(call)
        identity = call.number("command_id")
        if identity not in commands:
            raise ApiError(404, 10063, "Unknown application command")
        return commands, identity

    def register(guild_id: int | None, commands: dict[int, Json], form: Json) -> Json:
        kind = form.get("type", 1)
        same = (i for i, old in commands.items() if (old["name"], old["type"]) == (form.get("name"), kind))
        identity = next(same, None) or world.make_id()
        bits = form.get("default_member_permissions")
        commands[identity] = {
            "options": [],
            "nsfw": False,
            **form,
            "id": str(identity),
            "type": kind,
            "application_id": str(world.application_id),
            "version": str(world.make_id()),
            "default_member_permissions": None if bits is None else str(bits),
            "description": form.get("description") or "",
            **({"guild_id": str(guild_id)} if guild_id else {}),
        }
        return commands[identity]

    async def list_all(call: Call) -> web.Response:
        _, commands = find_scope(call)
        return answer_json(list(commands.values()))

    async def replace_all(call: Call) -> web.Response:
        guild_id, commands = find_scope(call)
        if not isinstance(call.body.data, list):
            raise ApiError(400, 50035, "Invalid Form Body")
        made = [register(guild_id, commands, form) for form in call.body.data]
        named = {int(command["id"]) for command in made}
        for identity in commands.keys() - named:
            del commands[identity]
        registered.set()
        return answer_json(made)

    async def create(call: Call) -> web.Response:
        guild_id, commands = find_scope(call)
        known = len(commands)
        made = register(guild_id, commands, call.form())
        registered.set()
        return answer_json(made, 201 if len(commands) > known else 200)

    async def get_one(call: Call) -> web.Response:
        commands, identity = require_command(call)
        return answer_json(commands[identity])

    async def change(call: Call) -> web.Response:
        commands, identity = require_command(call)
        commands[identity] |= call.form()
        return answer_json(commands[identity])

    async def remove(call: Call) -> web.Response:
        commands, identity = require_command(call)
        del commands[identity]
        return web.Response(status=204)

    routes: dict[tuple[str, str], Route] = {}
    for scope in ("", "/guilds/{guild_id}"):
        base = f"/applications/{{application_id}}{scope}/commands"
        routes |= {
            ("GET", base): list_all,
            ("PUT", base): replace_all,
            ("POST", base): create,
            ("GET", base + "/{command_id}"): get_one,
            ("PATCH", base + "/{command_id}"): change,
            ("DELETE", base + "/{command_id}"): remove,
        }
    return routes
