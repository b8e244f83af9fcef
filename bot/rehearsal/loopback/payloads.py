"""The loopback's records in the JSON shapes of Discord's API."""

from datetime import UTC, datetime
from urllib.parse import quote

from bot.rehearsal.loopback.state import DISCORD_EPOCH, Attachment, Channel, Json, LoopbackState, Role, User


def format_moment(snowflake: int) -> str:
    """The moment that a snowflake carries, as Discord writes it."""
    return datetime.fromtimestamp((snowflake >> 22) / 1000 + DISCORD_EPOCH, UTC).isoformat(timespec="microseconds")


def show_user(user: User) -> Json:
    """A user object."""
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": user.display_name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
    }


def show_member(world: LoopbackState, user: User, channel: Channel | None = None) -> Json:
    """A guild member object, with the permissions in ``channel`` when one is given."""
    member: Json = {
        "user": show_user(user),
        "nick": None,
        "avatar": None,
        "roles": [str(role) for role in user.roles],
        "joined_at": format_moment(world.guild_id),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if channel is not None:
        member["permissions"] = str(world.permissions_of(user, channel))
    return member


def show_role(role: Role) -> Json:
    """A role object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def show_channel(world: LoopbackState, channel: Channel, viewer: User | None = None) -> Json:
    """A channel object; with the ``viewer``'s permissions inside interactions."""
    shown: Json = {"id": str(channel.id), "type": channel.type, "flags": 0, "last_message_id": None}
    if channel.type == 1:
        recipient = world.users.get(channel.recipient_id or 0)
        return shown | {"recipients": [show_user(recipient)] if recipient else []}
    shown |= {
        "guild_id": str(world.guild_id),
        "name": channel.name,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "rate_limit_per_user": 0,
        "nsfw": False,
    }
    if channel.is_thread:
        inside = [m for m in world.messages.values() if m.channel_id == channel.id]
        shown |= {
            "owner_id": str(channel.owner_id),
            "message_count": len(inside),
            "member_count": 1,
            "total_message_sent": len(inside),
            "thread_metadata": {
                "archived": channel.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": format_moment(channel.id),
                "create_timestamp": format_moment(channel.id),
                "locked": channel.locked,
            },
        }
    else:
        holders = channel.allow.keys() | channel.deny.keys()
        shown |= {
            "topic": channel.topic,
            "position": channel.position,
            "permission_overwrites": [
                {
                    "id": str(holder),
                    "type": 0 if holder in world.roles else 1,
                    "allow": str(channel.allow.get(holder, 0)),
                    "deny": str(channel.deny.get(holder, 0)),
                }
                for holder in sorted(holders)
            ],
        }
    if viewer is not None:
        shown["permissions"] = str(world.permissions_of(viewer, channel))
    return shown


def show_guild(world: LoopbackState) -> Json:
    """A guild object as REST gives it."""
    return {
        "id": str(world.guild_id),
        "name": world.guild_name,
        "owner_id": str(world.owner_id),
        "icon": None,
        "description": None,
        "features": ["NEWS"],
        "roles": [show_role(role) for role in world.roles.values()],
        "emojis": [],
        "stickers": [],
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-GB",
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "vanity_url_code": None,
    }


def show_full_guild(world: LoopbackState) -> Json:
    """A guild as GUILD_CREATE sends it: with channels, threads and, of the members, the bot alone."""
    return show_guild(world) | {
        "joined_at": format_moment(world.guild_id),
        "large": False,
        "unavailable": False,
        "member_count": len(world.users),
        "members": [show_member(world, world.bot)],
        "channels": [show_channel(world, c) for c in world.channels.values() if c.type != 1 and not c.is_thread],
        "threads": [show_channel(world, c) for c in world.channels.values() if c.is_thread],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def show_application(world: LoopbackState) -> Json:
    """The application object. Whoever runs the bot here plays the guild's administrator, who so owns it."""
    owner = world.user("admin")
    return {
        "id": str(world.application_id),
        "name": world.bot.display_name,
        "icon": None,
        "description": "",
        "type": None,
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": show_user(owner),
        "team": None,
        "bot": show_user(world.bot),
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": 1,
    }


def show_attachment(world: LoopbackState, attachment: Attachment, channel_id: int = 0) -> Json:
    """A file as Discord describes it, served at an address of its own."""
    url = f"{world.origin}/attachments/{channel_id}/{attachment.id}/{quote(attachment.filename)}"
    return {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.data),
        "url": url,
        "proxy_url": url,
        "content_type": attachment.content_type,
        "ephemeral": False,
    }
