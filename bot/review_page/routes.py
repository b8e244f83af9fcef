"""The page's routes: the documents under review, one of them, and the decisions on its drafts."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.answers.near_statements import find_near_statements
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.service import AnswerService
from bot.corpus.problems import CorpusError
from bot.ingest.documents import DocumentError
from bot.ingest.fetching import FetchError
from bot.ingest.review.edits import apply_edits, read_words
from bot.ingest.review.model import Reason, ReviewDraft, ReviewError, StaleDraftError, Status
from bot.ingest.review.service import ReviewService
from bot.review_page.views import list_documents, list_refs, show_document
from bot.store.errors import QueryTooSlow, RemovalError, StoreError

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
MAX_BODY_BYTES = 12 * 2**20
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the page works on."""

    review: ReviewService
    answers: AnswerService


class ReviewPage:
    """The review of one corpus for one editor, who is named ``by`` in the records.

    A server can be there before the bot that it belongs to: until :meth:`attach` every question is answered with 503.
    """

    def __init__(self, *, by: str, today: Callable[[], date]) -> None:
        self._by, self._today = by, today
        self._attached: _Desk | None = None
        self._files = {file.name: file.read_bytes() for file in sorted(STATIC.iterdir())}

    def attach(self, review: ReviewService, answers: AnswerService) -> None:
        """Give the page the documents and the store that it works on."""
        self._attached = _Desk(review, answers)

    @property
    def _desk(self) -> _Desk:
        if self._attached is None:
            raise web.HTTPServiceUnavailable(reason="The bot is starting")
        return self._attached

    def add_routes(self, app: web.Application) -> None:
        """Hang the page into a server, which has to keep everybody else out."""
        app.router.add_get("/review", self._send_page)
        app.router.add_get("/review/documents", self._list)
        app.router.add_post("/review/documents", self._take)
        app.router.add_get("/review/documents/{source}", self._show)
        app.router.add_get("/review/documents/{source}/near/{key}", self._find_near)
        app.router.add_post("/review/documents/{source}/{act}", self._decide)
        app.router.add_get("/review/{name}", self._send_file)

    async def _send_page(self, _: web.Request) -> web.Response:
        return _send(self._files["review.html"], ".html")

    async def _send_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound
        return _send(self._files[name], Path(name).suffix)

    async def _list(self, _: web.Request) -> web.Response:
        files, problems = await self._desk.review.list_files()
        return web.json_response(list_documents(files, problems))

    async def _show(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(await self._tell(request.match_info["source"]))
        except ReviewError as error:
            return _refuse(404, str(error))

    async def _find_near(self, request: web.Request) -> web.Response:
        """The statements held that come nearest to a draft's words."""
        try:
            draft = (await self._desk.review.read(request.match_info["source"])).draft(request.match_info["key"])
            words, speakers = read_words(draft), draft.entry.get("speaker") or ()
            found = await find_near_statements(self._desk.answers, words, speakers, self._today())
        except (ReviewError, QueryTooSlow) as error:
            return _refuse(422, str(error))
        return web.json_response({"near": [asdict(near) for near in found]})

    async def _take(self, request: web.Request) -> web.Response:
        """Take a document in: a file's bytes under the name in the query, or `{"link": …}`, or `{"text": …}`."""
        try:
            content = await _read_body(request)
            if request.content_type == "application/octet-stream":
                taken = await self._desk.review.take_file(content, request.query.get("name", "document.txt"))
            else:
                asked = _read_json(content)
                link, text = str(asked.get("link") or "").strip(), str(asked.get("text") or "")
                if not link and not text.strip():
                    raise ReviewError("Choose a file, paste a text or give a link.")
                taken = (
                    await self._desk.review.take_link(link)
                    if link
                    else await self._desk.review.take_file(text.encode(), "pasted.txt", "text/plain")
                )
        except (ReviewError, DocumentError, FetchError) as error:
            return _refuse(422, str(error))
        except web.HTTPException:
            raise
        except Exception:
            log.exception("A document could not be taken in")
            return _refuse(500, "The document could not be taken in; the log of the bot says why. Nothing was kept.")
        return web.json_response(await self._tell(taken.file.id) | {"warnings": list(taken.warnings)})

    async def _decide(self, request: web.Request) -> web.Response:
        source = request.match_info["source"]
        try:
            said = await self._carry_out(source, request.match_info["act"], _read_json(await _read_body(request)))
            return web.json_response(await self._tell(source) | {"said": said})
        except StaleDraftError as error:
            # The page shows the draft as it is now, with what happened.
            return web.json_response(await self._tell(source) | {"error": str(error)}, status=409)
        except ReviewError as error:
            return _refuse(422, str(error))

    async def _carry_out(self, source: str, act: str, asked: Json) -> str:
        """Do what was asked and say what came of it. Raises ReviewError."""
        key, version = str(asked.get("key") or ""), asked.get("version")
        if act not in ("approve", "add") and (not key or not isinstance(version, int)):
            raise ReviewError("The page asked for a draft without its version; open it again.")
        match act:
            case "approve":
                return await self._approve(source, _read_drafts(asked))
            case "refuse":
                reason = _read_reason(asked)
                await self._desk.review.refuse(source, key, version or 0, self._by, reason)
                return f"{key} is set down: {reason}."
            case "edit":
                draft = (await self._desk.review.read(source)).draft(key)
                entry = await apply_edits(self._resolve, self._desk.review, draft, _read_typed(asked))
                await self._desk.review.edit(source, key, version or 0, entry)
                return f"{key} is changed. It is open still."
            case "merge":
                statement = str(asked.get("statement") or "").strip()
                if not statement or not await self._desk.answers.list_entries([statement]):
                    raise ReviewError("No statement with this id is held.")
                await self._desk.review.merge(source, key, version or 0, statement)
                return f"One more report of {statement}. Approve it to add it."
            case "undo":
                return await self._undo(source, key, version or 0)
            case "add":
                draft = await self._desk.review.add(source, *_read_stretch(asked))
                return f"{draft.key} is added. Say who speaks, then approve it."
            case _:
                raise ReviewError("The page asked for something that is not done here; open it again.")

    async def _approve(self, source: str, drafts: Sequence[tuple[str, int]]) -> str:
        approved, refused = await self._desk.review.approve(source, drafts, self._by)
        if refused and not approved:
            raise ReviewError("\n".join(f"{draft.key}: {why}" for draft, why in refused))
        said = await self._renew(approved)
        return "\n".join([said, *(f"{draft.key} stays open: {why}" for draft, why in refused)])

    async def _undo(self, source: str, key: str, version: int) -> str:
        before = (await self._desk.review.read(source)).draft(key)
        await self._desk.review.undo(source, key, version)
        said = f"{key} is open again."
        return said if before.status is Status.REFUSED else f"{said} {await self._renew([])}".rstrip()

    async def _renew(self, approved: Sequence[ReviewDraft]) -> str:
        """Have the store hold what the records hold now, and say so."""
        said = f"In the records: {', '.join(draft.id for draft in approved)}." if approved else ""
        try:
            try:
                await self._desk.answers.reload()
            except RemovalError as error:
                # In a small store the one statement that was taken back is a large part.
                if error.removed > 1:
                    raise
                await self._desk.answers.reload(force=True)
        except (CorpusError, StoreError) as error:
            log.error("After a decision the store was not reloaded: %s", type(error).__name__)
            return f"{said} The store could not be reloaded: /reload says why.".strip()
        return said

    async def _resolve(self, option: str, text: str, countries: bool) -> str:
        try:
            return await self._desk.answers.resolve_party(option, text, countries=countries)
        except (NotUnderstood, Ambiguous) as error:
            raise ReviewError(str(error)) from error

    async def _tell(self, source: str) -> Json:
        file = await self._desk.review.read(source)
        return show_document(
            file, await self._desk.review.read_text(file), await self._desk.answers.name_parties(list_refs(file))
        )


def _send(body: bytes, suffix: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": f"{KINDS[suffix]}; charset=utf-8"})


def _refuse(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)


async def _read_body(request: web.Request) -> bytes:
    """The body as far as it may go. Raises ReviewError where it is longer."""
    read = bytearray()
    async for piece in request.content.iter_chunked(2**16):
        read += piece
        if len(read) > MAX_BODY_BYTES:
            raise ReviewError(f"That is more than {MAX_BODY_BYTES // 2**20} MB; cut out the part that matters.")
    return bytes(read)


def _read_json(content: bytes) -> Json:
    try:
        asked = json.loads(content)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise ReviewError("The page sent something that is not understood; open it again.")
    return asked


def _read_drafts(asked: Json) -> list[tuple[str, int]]:
    drafts = asked.get("drafts")
    if not isinstance(drafts, list) or not drafts:
        raise ReviewError("No draft was named; open the page again.")
    try:
        return [(str(key), int(version)) for key, version in drafts]
    except (TypeError, ValueError):
        raise ReviewError("The page named drafts in a way that is not understood; open it again.") from None


def _read_typed(asked: Json) -> dict[str, str]:
    typed = asked.get("fields")
    if not isinstance(typed, dict) or not all(isinstance(text, str) for text in typed.values()):
        raise ReviewError("The page sent fields that are not understood; open it again.")
    return typed


def _read_stretch(asked: Json) -> tuple[int, int]:
    start, end = asked.get("start"), asked.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise ReviewError("Select the words of the statement in the source first.")
    return start, end


def _read_reason(asked: Json) -> Reason:
    try:
        return Reason(str(asked.get("reason")))
    except ValueError:
        raise ReviewError(f"The reason is one of: {', '.join(Reason)}.") from None
