"""Buttons and selects. All they need is in the custom_id and the state file, so they work after a restart."""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import date
from typing import Any, Self

from discord import ui

from bot.answers.model import Question
from bot.chat import custom_ids
from bot.chat.errors import report_error
from bot.chat.handlers.alerts import show_alert
from bot.chat.handlers.answers import answer, recall, turn
from bot.chat.handlers.briefing_orders import HERE, OFF, TEST, order_here, order_off, order_test
from bot.chat.handlers.briefing_views import PREVIEW, preview, show_posted, show_previewed
from bot.chat.handlers.follows import ADD, follow, stop_chosen
from bot.chat.handlers.privacy import forget
from bot.chat.handlers.share import share
from bot.chat.interaction import Interaction

# What is no question to answer, and is gone on with once a choice has been made.
ACTIONS = {PREVIEW: preview, ADD: follow, HERE: order_here, OFF: order_off, TEST: order_test}


class Clickable(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """What all of them share: made from the custom_id, and an error is answered and logged once."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.given = match.groupdict()

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:  # type: ignore[override]
        """Take over the clicked component with what its custom_id says."""
        del interaction
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Answer the click; whatever fails is told to the person who clicked."""
        try:
            await self.act(interaction)
        except Exception as error:
            await report_error(interaction, error)

    @abstractmethod
    async def act(self, interaction: Interaction) -> None:
        """Do what the button is for."""


class PageButton(Clickable, template=custom_ids.PAGE):
    """Shows another page."""

    async def act(self, interaction: Interaction) -> None:
        """Turn the asker's own answer; anybody else gets a private one."""
        index = int(self.given["index"])
        question = await recall(interaction, self.given["token"], index)
        if question:
            await (turn if is_own(interaction) else answer)(interaction, question, index)


class AskButton(Clickable, template=custom_ids.ASK):
    """Asks the question that a choice stands for."""

    async def act(self, interaction: Interaction) -> None:
        """Answer in place of the asker's own message, or apart."""
        question = await recall(interaction, self.given["token"])
        if question and question.command in ACTIONS:
            await ACTIONS[question.command](interaction, question)
        elif question:
            here = self.given["place"] == "here" and is_own(interaction)
            await (turn if here else answer)(interaction, question)


class ChoiceSelect(Clickable, template=custom_ids.CHOOSE):
    """Asks the question behind the chosen line, where there are too many for buttons."""

    async def act(self, interaction: Interaction) -> None:
        """Answer in place of the asker's own message, or apart."""
        data: Any = interaction.data
        question = await recall(interaction, str(data["values"][0]))
        if question and question.command in ACTIONS:
            await ACTIONS[question.command](interaction, question)
        elif question:
            await (turn if is_own(interaction) else answer)(interaction, question)


class PassageButton(Clickable, template=custom_ids.PASSAGE):
    """Opens a statement with its passages in context."""

    async def act(self, interaction: Interaction) -> None:
        """Answer as /statement does."""
        question = Question("statement", {"id": self.given["id"]}, interaction.client.today())
        await answer(interaction, question)


class ShareButton(Clickable, template=custom_ids.SHARE):
    """Posts the page in the channel."""

    async def act(self, interaction: Interaction) -> None:
        """Post it under the asker's name."""
        index = int(self.given["index"])
        question = await recall(interaction, self.given["token"], index)
        if question:
            await share(interaction, question, index)


class AlertButton(Clickable, template=custom_ids.ALERT):
    """Shows more of what an alert tells of."""

    async def act(self, interaction: Interaction) -> None:
        """Show it to the person alone."""
        await show_alert(interaction, int(self.given["id"]), int(self.given["start"]), in_place=is_own(interaction))


class PostedButton(Clickable, template=custom_ids.POSTED):
    """Shows what of a briefing did not fit its messages."""

    async def act(self, interaction: Interaction) -> None:
        """Show it to the person alone."""
        given = self.given
        day = date.fromisoformat(given["day"])
        own = is_own(interaction) and not given["apart"]
        await show_posted(interaction, int(given["channel"]), given["name"], day, int(given["start"]), in_place=own)


class PreviewedButton(Clickable, template=custom_ids.PREVIEWED):
    """Shows what of a preview did not fit its messages."""

    async def act(self, interaction: Interaction) -> None:
        """Show it to the person alone."""
        start, own = int(self.given["start"]), is_own(interaction) and not self.given["apart"]
        await show_previewed(interaction, self.given["token"], start, in_place=own)


class UnfollowSelect(Clickable, template=custom_ids.UNFOLLOW):
    """Ends what is chosen of what is followed."""

    async def act(self, interaction: Interaction) -> None:
        """End it and say so."""
        data: Any = interaction.data
        await stop_chosen(interaction, "here" if self.given["where"] == "here" else "direct", int(data["values"][0]))


class ForgetButton(Clickable, template=custom_ids.FORGET):
    """Deletes what is held about the person who clicks."""

    async def act(self, interaction: Interaction) -> None:
        """Delete it and say what it was."""
        await forget(interaction)


BUTTONS = (
    PageButton, AskButton, ChoiceSelect, PassageButton, ShareButton, AlertButton, PostedButton, PreviewedButton,
    UnfollowSelect, ForgetButton,
)  # fmt: skip


def is_own(interaction: Interaction) -> bool:
    """Whether the clicked message is the clicker's own answer, so that it may be turned without moving others' view."""
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral or interaction.guild_id is None:
        return True
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id
