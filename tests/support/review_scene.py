"""The real bot on a small corpus with a document under review, and editors who click."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.ingest.drafting.model import Band, Draft, Drafted, DraftInput, Hint, Kind, Known, Party, PartyKind, Span
from bot.ingest.review.service import ReviewService
from bot.rehearsal.loopback.reply import Reply, list_buttons, read_pieces
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.draft_corpus import DraftCorpus
from tests.support.invented_answers import DAY
from tests.support.scripted_service import connected

ADMIN, MANAGER, MEMBER, DESK = "admin", "manager", "member", "press-desk"
ARTICLE = (
    "Envoy doubts the toll\n\nPORT SORREL, March 8, 2031 (Tide Wire) – The toll “is a slap in the face,” "
    "Ada Quillfeather said on Friday.\n\nNobody answered her in the harbour, where the lamps were lit early.\n"
)
TITLE = "Envoy doubts the toll"


@dataclass
class ScriptedDrafter:
    """Drafts the quotation of ARTICLE; `hold` keeps it back, `fail` ends it with an error."""

    hold: asyncio.Event | None = None
    fail: Exception | None = None
    given: list[DraftInput] = field(default_factory=list)

    async def draft(self, document: DraftInput, known: Known) -> Drafted:
        self.given.append(document)
        if self.hold:
            await self.hold.wait()
        if self.fail:
            raise self.fail
        quoted = document.text.find("is a slap")
        if quoted < 0:
            return Drafted((), (), (), "en", Hint.NEWS)
        start, end = document.text.index("The toll “"), document.text.index("Friday.") + len("Friday.")
        words = Span(quoted, quoted + len("is a slap in the face,"))
        at = document.text.index("Ada Quillfeather")
        ada = next(party for party in known.parties if party.name == "Ada Quillfeather")
        named = Span(at, at + len(ada.name))
        speaker = Party(ada.name, PartyKind.PERSON, ada.id, (ada.name,), named, "AD")
        draft = Draft(Kind.DIRECT, Span(start, end), words, (words,), (speaker,), act="REJECT", tone="refuse",
                      band=Band.SURE, rules=(("speaker", "named beside the verb “said”"),))  # fmt: skip
        return Drafted((draft,), (), (), "en", Hint.NEWS)


@dataclass
class ReviewScene:
    """The bot; it can leave and come back, as after a crash."""

    loopback: LoopbackDiscord
    state: State
    corpus: DraftCorpus
    settings: Settings
    drafter: ScriptedDrafter = field(default_factory=ScriptedDrafter)
    client: AttacheClient = None  # type: ignore[assignment]
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def arrive(self) -> None:
        store = self.corpus.root / "store"
        await asyncio.to_thread(build, self.corpus.data, self.corpus.root, store)
        manager = StoreManager(store, readers=1, deadline=5.0)
        await manager.open()
        self._stack.push_async_callback(manager.close)
        service = AnswerService(manager, data=self.corpus.data, root=self.corpus.root, folder=store, today=lambda: DAY)
        self._stack.push_async_callback(service.close)
        review = ReviewService(self.corpus.data, self.corpus.root, self.drafter)
        self.client = await self._stack.enter_async_context(
            connected(self.loopback, service, self.state, self.settings, review=review)
        )

    async def leave(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.leave()
        await self.arrive()

    async def slash(self, person: str, command: str, channel: Any = DESK, **options: Any) -> Reply:
        return await (await self.loopback.slash(person, channel, command, options)).settled()

    async def click(self, person: str, message: Any, label: str) -> Reply:
        return await (await self.loopback.click(person, message, id_of(message, label))).settled()

    async def choose(self, person: str, message: Any, placeholder: str, value: str) -> Reply:
        chosen = id_of(message, placeholder)
        return await (await self.loopback.choose(person, message, chosen, [value])).settled()

    async def submit(self, person: str, form: Reply, **values: str) -> Reply:
        return await (await self.loopback.submit(person, form, values)).settled()

    async def post(self, person: str = ADMIN) -> Any:
        """Have the document of the corpus posted by /review, and give the post."""
        listed = await self.slash(person, "review")
        source = list_buttons(listed.message)[0]["options"][0]["value"]
        await self.choose(person, listed.message, "Post a document", source)
        return self.posts()[-1]

    def posts(self, channel: str = DESK) -> list[Any]:
        """What the bot wrote for all to see."""
        place = self.loopback.world.channel(channel).id
        messages = self.loopback.world.messages.values()
        return [one.payload for one in messages if one.visible_to is None and one.channel_id == place]


def id_of(message: Any, label: str) -> str:
    """The custom_id of the button or select whose label begins so."""
    for part in list_buttons(message):
        if str(part.get("label") or part.get("placeholder") or "").startswith(label):
            return str(part["custom_id"])
    raise LookupError(f"no {label!r} among {[p.get('label') or p.get('placeholder') for p in list_buttons(message)]}")


def plain(message: Any) -> str:
    """What a message says, without the backslashes and the bold of Markdown."""
    pieces = message.text if isinstance(message, Reply) else "\n".join(read_pieces(message))
    return pieces.replace("\\", "").replace("**", "")
