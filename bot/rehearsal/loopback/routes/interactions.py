"""REST routes by which the bot answers interactions: the callback, then the webhook of the interaction's token."""

import time

from aiohttp import web

from bot.rehearsal.loopback.http import ApiError, Call, answer_json, form_error
from bot.rehearsal.loopback.messages import edit_message, post_message, remove_message
from bot.rehearsal.loopback.rest import Route
from bot.rehearsal.loopback.state import (
    EPHEMERAL,
    LOADING,
    TOKEN_LIFETIME,
    Interaction,
    Json,
    LoopbackState,
    Message,
    Modal,
)

PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5


def interaction_routes(world: LoopbackState) -> dict[tuple[str, str], Route]:
    """The routes by method and path."""

    def find_answerable(call: Call) -> Interaction:
        interaction = world.interactions.get(call.number("interaction_id"))
        token = call.request.match_info["interaction_token"]
        if interaction is None or interaction.token != token or interaction.expired:
            raise ApiError(404, 10062, "Unknown interaction")
        if interaction.callback is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        return interaction

    async def answer(call: Call) -> web.Response:
        form = call.form()
        interaction = find_answerable(call)
        kind, data = form.get("type"), form.get("data") or {}
        if not fits(interaction, kind):
            raise ApiError(400, 50035, "Invalid Form Body", {"type": form_error("TYPE", f"{kind} does not fit here")})
        message: Message | None = None
        channel = world.channels[interaction.channel_id]
        private = bool(int(data.get("flags") or 0) & EPHEMERAL)
        if kind == MESSAGE:
            message = post_message(world, channel, data, call.body.files, interaction=interaction)
        elif kind == DEFER:
            flags = LOADING | (EPHEMERAL if private else 0)
            message = post_message(world, channel, {"content": ""}, interaction=interaction, flags=flags)
        elif kind in (DEFER_UPDATE, UPDATE):
            message = world.messages.get(interaction.message_id or 0)
            if message is None:
                raise ApiError(404, 10008, "Unknown Message")
            if kind == UPDATE:
                edit_message(world, message, data, call.body.files)
        elif kind == CHOICES:
            interaction.choices = list(data.get("choices") or ())
        elif kind == MODAL:
            interaction.modal = Modal(data, interaction.user_id, interaction.channel_id, interaction.message_id)
        interaction.callback = kind
        interaction.first_ms = (time.perf_counter() - interaction.started) * 1000
        interaction.ephemeral = message.visible_to is not None if message is not None else private
        interaction.original_id = message.id if message is not None else None
        if kind in (MESSAGE, UPDATE) and message is not None:
            interaction.touched.append(message.id)
        call.note_delivery(message)
        call.afterwards.append(interaction.answered.set)
        if kind not in (DEFER, DEFER_UPDATE):
            call.afterwards.append(interaction.finished.set)
        if call.request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        return answer_json(describe_callback(interaction, message))

    def find_by_token(call: Call) -> Interaction:
        interaction = world.by_token.get(call.request.match_info["webhook_token"])
        if interaction is None or call.number("webhook_id") != world.application_id:
            raise ApiError(404, 10015, "Unknown Webhook")
        if world.now() - interaction.created_at > TOKEN_LIFETIME:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    def find_message(call: Call, interaction: Interaction) -> Message:
        which = call.request.match_info.get("message_id", "@original")
        identity = interaction.original_id if which == "@original" else int(which) if which.isdecimal() else None
        own = {interaction.original_id, *interaction.followup_ids}
        message = world.messages.get(identity or 0)
        if message is None or identity not in own:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def conclude(call: Call, interaction: Interaction, message: Message) -> web.Response:
        if message.id not in interaction.touched:
            interaction.touched.append(message.id)
        call.note_delivery(message)
        call.afterwards.append(interaction.finished.set)
        return answer_json(message.payload)

    async def follow_up(call: Call) -> web.Response:
        interaction = find_by_token(call)
        if interaction.callback is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        original = world.messages.get(interaction.original_id or 0)
        if interaction.callback == DEFER and original is not None and original.flags & LOADING:
            # The first follow-up fills the place that the deferral holds, and is as private as the deferral was.
            return conclude(call, interaction, edit_message(world, original, call.form(), call.body.files))
        channel = world.channels[interaction.channel_id]
        message = post_message(world, channel, call.form(), call.body.files, interaction=interaction)
        interaction.followup_ids.append(message.id)
        return conclude(call, interaction, message)

    async def get_message(call: Call) -> web.Response:
        return answer_json(find_message(call, find_by_token(call)).payload)

    async def edit(call: Call) -> web.Response:
        interaction = find_by_token(call)
        message = edit_message(world, find_message(call, interaction), call.form(), call.body.files)
        return conclude(call, interaction, message)

    async def remove(call: Call) -> web.Response:
        interaction = find_by_token(call)
        remove_message(world, find_message(call, interaction))
        call.afterwards.append(interaction.finished.set)
        return web.Response(status=204)

    base = "/webhooks/{webhook_id}/{webhook_token}"
    return {
        ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): answer,
        ("POST", base): follow_up,
        ("GET", base + "/messages/@original"): get_message,
        ("PATCH", base + "/messages/@original"): edit,
        ("DELETE", base + "/messages/@original"): remove,
        ("GET", base + "/messages/{message_id}"): get_message,
        ("PATCH", base + "/messages/{message_id}"): edit,
        ("DELETE", base + "/messages/{message_id}"): remove,
    }


def fits(interaction: Interaction, callback: object) -> bool:
    """Whether Discord takes this type of answer for this kind of interaction."""
    if interaction.kind == AUTOCOMPLETE:
        return callback == CHOICES
    if callback in (DEFER_UPDATE, UPDATE):
        return interaction.message_id is not None
    if callback == MODAL:
        return interaction.kind != SUBMIT
    return callback in (MESSAGE, DEFER)


def describe_callback(interaction: Interaction, message: Message | None) -> Json:
    """The answer to a callback ``with_response``: the interaction and what it made."""
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": bool(message.flags & LOADING),
        "response_message_ephemeral": interaction.ephemeral,
    }
    return {"interaction": about, "resource": {"type": interaction.callback, "message": message.payload}}
