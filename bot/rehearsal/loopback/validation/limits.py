"""Discord's hard limits, as far as its API description does not state them: what breaks one is recorded."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.rehearsal.loopback.http import Body
from bot.rehearsal.loopback.messages import walk_components
from bot.rehearsal.loopback.state import COMPONENTS_V2, Json

MAX_FILE_BYTES = 10 * 1024 * 1024  # for a guild without boosts
ROW, BUTTON, SELECT, SECTION, TEXT, GALLERY, CONTAINER, LABEL = 1, 2, 3, 9, 10, 12, 17, 18
SELECTS = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
SECOND_KIND = (9, 10, 11, 12, 13, 14, 17)


def length(text: object) -> int:
    """The length of a text in characters; what is no text has none."""
    return len(text) if isinstance(text, str) else 0


def check_message(
    form: Json, body: Body, *, present_flags: int = 0, present_files: frozenset[str] = frozenset()
) -> Iterator[str]:
    """What breaks a limit in a message that is sent or edited; ``present_*`` is what an edited one already has."""
    content, embeds = form.get("content"), form.get("embeds") or []
    components = form.get("components") or []
    second = bool((int(form.get("flags") or 0) | present_flags) & COMPONENTS_V2)
    if length(content) > 2000:
        yield f"content has {length(content)} characters, at most 2,000 are allowed"
    if second and (content or embeds or form.get("poll") or form.get("sticker_ids")):
        yield "content, embeds, polls or stickers beside components of the second kind"
    if not second and any(part.get("type") in SECOND_KIND for part in walk_components(components)):
        yield "components of the second kind without their flag (1 << 15)"
    if not second and len(components) > 5:
        yield f"{len(components)} rows of components, at most 5 are allowed"
    yield from check_embeds(embeds)
    yield from check_components(components)
    names = present_files | {upload.filename for upload in body.files}
    shown = set(find_attachment_names([components, embeds]))
    for name in sorted(shown - names):
        yield f"attachment://{name} is shown, but no such file is attached"
    if second:
        for name in sorted({upload.filename for upload in body.files} - shown):
            yield f"{name} is attached but shown by no component"
    for upload in body.files:
        if len(upload.data) > MAX_FILE_BYTES:
            yield f"{upload.filename} has {len(upload.data)} bytes, at most {MAX_FILE_BYTES} are allowed"
    if len(body.files) > 10:
        yield f"{len(body.files)} files, at most 10 are allowed"
    if length(form.get("nonce")) > 25:
        yield "the nonce is longer than 25 characters"


def check_embeds(embeds: list[Json]) -> Iterator[str]:
    """Limits of embeds, alone and together."""
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds, at most 10 are allowed"
    total = 0
    for number, embed in enumerate(embeds):
        fields = embed.get("fields") or []
        if len(fields) > 25:
            yield f"embeds.{number} has {len(fields)} fields, at most 25 are allowed"
        texts = [
            ("title", embed.get("title"), 256),
            ("description", embed.get("description"), 4096),
            ("footer", (embed.get("footer") or {}).get("text"), 2048),
            ("author", (embed.get("author") or {}).get("name"), 256),
            *((f"fields.{n}.name", item.get("name"), 256) for n, item in enumerate(fields)),
            *((f"fields.{n}.value", item.get("value"), 1024) for n, item in enumerate(fields)),
        ]
        for place, text, most in texts:
            total += length(text)
            if length(text) > most:
                yield f"embeds.{number}.{place} has {length(text)} characters, at most {most} are allowed"
    if total > 6000:
        yield f"the embeds have {total} characters together, at most 6,000 are allowed"


def check_components(components: list[Json]) -> Iterator[str]:
    """Limits of components: how many, how long, how nested."""
    parts = list(walk_components(components))
    if len(parts) > 40:
        yield f"{len(parts)} components counting nested ones, at most 40 are allowed"
    text = sum(length(part.get("content")) for part in parts if part.get("type") == TEXT)
    if text > 4000:
        yield f"the text displays have {text} characters together, at most 4,000 are allowed"
    ids = Counter(part["custom_id"] for part in parts if isinstance(part.get("custom_id"), str))
    for custom_id, times in ids.items():
        if times > 1:
            yield f"custom_id {custom_id!r} is used {times} times in one message"
        if not 1 <= len(custom_id) <= 100:
            yield f"custom_id of {len(custom_id)} characters, 1 to 100 are allowed"
    for part in parts:
        yield from check_component(part)


def check_component(part: Json) -> Iterator[str]:
    """Limits of one component."""
    kind, inner = part.get("type"), part.get("components") or []
    if kind == TEXT and not (part.get("content") or "").strip():
        yield "a text display without text"
    elif kind == BUTTON:
        if length(part.get("label")) > 80:
            yield f"a button's label has {length(part['label'])} characters, at most 80 are allowed"
        if not part.get("label") and not part.get("emoji") and part.get("style") != PREMIUM:
            yield "a button with neither label nor emoji"
        if part.get("style") == LINK and not 1 <= length(part.get("url")) <= 512:
            yield "a link button needs a url of 1 to 512 characters"
        if (part.get("style") in (LINK, PREMIUM)) == bool(part.get("custom_id")):
            yield "a button needs a custom_id, a link button must have none"
    elif kind == SELECT:
        yield from check_options(part)
    elif kind == ROW:
        buttons = [item for item in inner if item.get("type") == BUTTON]
        if not 1 <= len(inner) <= 5 or (len(inner) > 1 and len(buttons) != len(inner)):
            yield f"an action row holds 1 to 5 buttons or one select, this one has {len(inner)} components"
    elif kind == SECTION:
        if not 1 <= len(inner) <= 3 or any(item.get("type") != TEXT for item in inner):
            yield f"a section holds 1 to 3 text displays, this one has {len(inner)} components"
        if not part.get("accessory"):
            yield "a section without an accessory"
    elif kind == GALLERY and not 1 <= len(part.get("items") or []) <= 10:
        yield "a media gallery holds 1 to 10 items"
    elif kind == CONTAINER and not inner:
        yield "an empty container"


def check_options(select: Json) -> Iterator[str]:
    """Limits of a select's options."""
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        yield f"a select has {len(options)} options, 1 to 25 are allowed"
    for option in options:
        for key, least in (("label", 1), ("value", 1), ("description", 0)):
            if not least <= length(option.get(key)) <= 100:
                yield f"a select option's {key} has {length(option.get(key))} characters, {least} to 100 are allowed"
    for value, times in Counter(str(option.get("value")) for option in options).items():
        if times > 1:
            yield f"a select offers the value {value!r} {times} times"
    if length(select.get("placeholder")) > 150:
        yield "a select's placeholder is longer than 150 characters"


def check_modal(form: Json) -> Iterator[str]:
    """Limits of a modal."""
    if not 1 <= length(form.get("title")) <= 45:
        yield f"a modal's title has {length(form.get('title'))} characters, 1 to 45 are allowed"
    if not 1 <= length(form.get("custom_id")) <= 100:
        yield "a modal's custom_id has not 1 to 100 characters"
    components = form.get("components") or []
    if not 1 <= len(components) <= 5:
        yield f"a modal has {len(components)} rows, 1 to 5 are allowed"
    for part in walk_components(components):
        if part.get("type") == LABEL and not 1 <= length(part.get("label")) <= 45:
            yield f"a modal's label has {length(part.get('label'))} characters, 1 to 45 are allowed"


def check_choices(choices: list[Json]) -> Iterator[str]:
    """Limits of what an autocompletion offers, or an option's fixed choices."""
    if len(choices) > 25:
        yield f"{len(choices)} choices, at most 25 are allowed"
    for choice in choices:
        for key in ("name", "value"):
            text = choice.get(key)
            if isinstance(text, str) and not 1 <= len(text) <= 100:
                yield f"a choice's {key} has {len(text)} characters, 1 to 100 are allowed"
        if not str(choice.get("name") or "").strip():
            yield "a choice without a name"


def check_command(command: Json) -> Iterator[str]:
    """Limits of a registered command."""
    name = command.get("name")
    if command.get("type", 1) == 1:
        yield from check_named(command, f"/{name}")
        if (total := count_characters(command)) > 8000:
            yield f"/{name} has {total} characters in all, at most 8,000 are allowed"


def check_commands(commands: list[Json]) -> Iterator[str]:
    """Limits of a whole list of commands."""
    slash = [command.get("name") for command in commands if command.get("type", 1) == 1]
    if len(slash) > 100:
        yield f"{len(slash)} commands, at most 100 are allowed"
    for name, times in Counter(slash).items():
        if times > 1:
            yield f"/{name} is registered {times} times"
    for command in commands:
        yield from check_command(command)


def check_named(item: Json, place: str) -> Iterator[str]:
    """Limits of a command, subcommand or option, and of those inside it."""
    name, options = item.get("name"), item.get("options") or []
    if not isinstance(name, str) or not is_command_name(name):
        yield f"{place}: a name has 1 to 32 lower-case letters, digits, - or _"
    if not 1 <= length(item.get("description")) <= 100:
        yield f"{place}: the description has {length(item.get('description'))} characters, 1 to 100 are allowed"
    if len(options) > 25:
        yield f"{place}: {len(options)} options, at most 25 are allowed"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{place}: a required option stands behind an optional one"
    if len({option.get("name") for option in options}) != len(options):
        yield f"{place}: two options have the same name"
    if item.get("autocomplete") and item.get("choices"):
        yield f"{place}: choices and autocompletion exclude each other"
    yield from (f"{place}: {what}" for what in check_choices(item.get("choices") or []))
    for option in options:
        yield from check_named(option, f"{place} {option.get('name')}")


def is_command_name(name: str) -> bool:
    """Whether Discord takes a name: letters and digits of any script, - and _, lower case where there is case."""
    letters = all(c in "-_" or unicodedata.category(c)[0] in "LN" for c in name)
    return 1 <= len(name) <= 32 and letters and name == name.lower()


def count_characters(item: Json) -> int:
    """The characters of names, descriptions and values of a command and everything in it."""
    own = length(item.get("name")) + length(item.get("description")) + length(item.get("value"))
    return own + sum(count_characters(part) for key in ("options", "choices") for part in item.get(key) or ())


def find_attachment_names(part: Any) -> Iterator[str]:
    """Every name that is referred to as ``attachment://name``."""
    if isinstance(part, dict):
        url = part.get("url")
        if isinstance(url, str) and url.startswith("attachment://"):
            yield url.removeprefix("attachment://")
        for value in part.values():
            yield from find_attachment_names(value)
    elif isinstance(part, list):
        for value in part:
            yield from find_attachment_names(value)
