"""Messages in the terminal, from their raw JSON, so that what is shown is what was sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.rehearsal.loopback.state import EPHEMERAL, LOADING, Json, User
from bot.rehearsal.terminal.markdown import clean, draw_markdown

SELECTS = (3, 5, 6, 7, 8)
BUTTON_STYLES = {1: "bold white on blue", 2: "white on grey37", 3: "bold white on green4", 4: "bold white on red3"}
MAX_COLUMNS = 100  # Discord's own column of messages is no wider


@dataclass(slots=True)
class Handles:
    """What can be pressed, in the order of its numbers (1 is the first), and the message of each."""

    parts: list[Json] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)

    def number(self, part: Json) -> int:
        """The number by which a part is pressed."""
        self.parts.append(part)
        return len(self.parts)


def print_message(console: Console, message: Json, viewer: User, handles: Handles | None = None) -> Handles:
    """Draw one message as ``viewer`` would see it; gives back what its numbers stand for.

    With ``handles`` of messages drawn before, the numbers go on from there.
    """
    handles = Handles() if handles is None else handles
    already = len(handles.parts)
    author = message["author"]
    name = clean(author.get("global_name") or author["username"])
    title = Text(name, style="bold")
    if author.get("bot"):
        title.append(" APP ", "white on blue3")
    if message["flags"] & EPHEMERAL:
        title.append("  only you can see this", "dim italic")
    if _pings(message, viewer):
        title.append("  pings you", "bold yellow")
    if message.get("edited_timestamp"):
        title.append("  (edited)", "dim")
    body = Group(title, Padding(Group(*draw_body(message, handles)), (0, 0, 1, 2)))
    console.print(body, width=min(console.width, MAX_COLUMNS))
    handles.messages += [message] * (len(handles.parts) - already)
    return handles


def draw_body(message: Json, handles: Handles) -> Iterator[RenderableType]:
    """Everything below a message's first line."""
    if message["flags"] & LOADING:
        yield Text("is thinking…", style="dim italic")
    if message["content"]:
        yield draw_markdown(message["content"])
    for embed in message["embeds"]:
        yield draw_embed(embed)
    for part in message["components"]:
        yield draw_component(part, handles)
    if not message["components"]:
        for item in message["attachments"]:
            yield draw_file(item["filename"], item["size"], item["url"])


def draw_component(part: Json, handles: Handles) -> RenderableType:
    """A component with all that is in it."""
    kind = part["type"]
    if kind == 17:
        inner = Group(*(draw_component(item, handles) for item in part["components"]))
        return Panel(inner, border_style=find_colour(part.get("accent_color")), padding=(0, 1))
    if kind == 10:
        return draw_markdown(part["content"])
    if kind == 9:
        return Group(*(draw_component(item, handles) for item in [*part["components"], part["accessory"]]))
    if kind == 14:
        return Rule(style="dim") if part.get("divider", True) else Text("")
    if kind == 1:
        row = Text()
        for item in part["components"]:
            row.append_text(draw_control(item, handles)).append("  ")
        return row
    if kind == 12:
        return Group(*(draw_media(item["media"], item.get("description")) for item in part["items"]))
    if kind == 11:
        return draw_media(part["media"], part.get("description"))
    if kind == 13:
        return draw_file(part.get("name") or part["file"]["url"], part.get("size"), part["file"]["url"])
    return draw_control(part, handles)


def draw_control(part: Json, handles: Handles) -> Text:
    """A button with its number, a link with its address, or a select with what it offers."""
    emoji = (part.get("emoji") or {}).get("name")
    label = clean(" ".join(filter(None, [emoji, part.get("label")])))
    if part["type"] == 2 and part.get("style") == 5:
        return Text(f"[{label} ↗]").append(f" {clean(part['url'])}", "dim")
    number = handles.number(part)
    if part["type"] == 2:
        style = "dim strike" if part.get("disabled") else BUTTON_STYLES.get(part.get("style", 2), "reverse")
        return Text(f"[{number} {label}]", style=style)
    if part["type"] in SELECTS:
        options = part.get("options") or []
        shown = Text(f"[{number} {clean(part.get('placeholder') or 'Choose')} ▾]", style="reverse")
        for option in options:
            mark = "●" if option.get("default") else "·"
            shown.append(f"\n    {mark} {clean(option['label'])}", "not reverse")
            if option.get("description"):
                shown.append(f" — {clean(option['description'])}", "dim not reverse")
        return shown
    return Text(f"[component {part['type']}]", style="dim")


def draw_embed(embed: Json) -> RenderableType:
    """A classic embed."""
    parts: list[RenderableType] = []
    if author := (embed.get("author") or {}).get("name"):
        parts.append(Text(clean(author), style="dim bold"))
    if embed.get("title"):
        parts.append(Text(clean(embed["title"]), style="bold"))
    if embed.get("url"):
        parts.append(Text(clean(embed["url"]), style="dim"))
    if embed.get("description"):
        parts.append(draw_markdown(embed["description"]))
    for item in embed.get("fields") or ():
        parts += [Text(clean(item["name"]), style="bold"), draw_markdown(item["value"])]
    for key in ("image", "thumbnail"):
        if embed.get(key):
            parts.append(draw_media(embed[key], None))
    if footer := (embed.get("footer") or {}).get("text"):
        parts.append(Text(clean(footer), style="dim"))
    return Panel(Group(*parts), border_style=find_colour(embed.get("color")), padding=(0, 1))


def draw_media(media: Json, description: str | None) -> Text:
    """A picture: its description and where it is."""
    return Text(f"[picture: {clean(description or 'no description')}]").append(f" {clean(media['url'])}", "dim")


def draw_file(name: str, size: Any, url: str) -> Text:
    """A file: its name, its size and where it can be fetched."""
    return Text(f"[file: {clean(name)}{f', {size:,} bytes' if size else ''}]").append(f" {clean(url)}", "dim")


def find_colour(colour: int | None) -> str:
    """A Discord colour as the terminal's; grey without one."""
    return f"#{colour:06x}" if colour else "grey50"


def _pings(message: Json, viewer: User) -> bool:
    return (
        bool(message.get("mention_everyone"))
        or any(user["id"] == str(viewer.id) for user in message.get("mentions") or ())
        or bool({str(role) for role in viewer.roles} & set(message.get("mention_roles") or ()))
    )
