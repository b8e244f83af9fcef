"""The steps of a review: the moving card, approvals, edits, refusals, and taking them back."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.chat.custom_ids import Review
from bot.chat.errors import tell
from bot.chat.handlers.ingest import find_service
from bot.chat.handlers.review_posts import find_near, post_document, renew_post
from bot.chat.interaction import Interaction
from bot.chat.render.review_card import (
    OTHER_STATEMENT,
    CardContext,
    ReviewMessage,
    draw_card,
    draw_decided,
    draw_finished,
    list_refs,
    read_reason,
)
from bot.chat.render.review_forms import draw_edit, draw_same, read_values
from bot.chat.render.review_post import digest, draw_outcome, draw_sure, draw_waiting
from bot.chat.responses import defer, edit_answer, is_acknowledged, note_done, open_form
from bot.corpus.problems import CorpusError
from bot.ingest.review.edits import apply_edits
from bot.ingest.review.model import DraftFile, ReviewDraft, ReviewError, StaleDraftError, Status
from bot.ingest.review.service import ReviewService
from bot.store.errors import RemovalError, StoreError

log = logging.getLogger(__name__)

CHANGED_LIST = "The sure drafts changed since they were listed. Look at them again."
NO_STATEMENT = "No statement with this id is held."


async def list_waiting(interaction: Interaction) -> None:
    """Answer /review: the documents under review."""
    service = await find_service(interaction)
    if service is None:
        return
    with interaction.client.under_way():
        await defer(interaction, private=True)
        files, problems = await service.list_files()
        await edit_answer(interaction, draw_waiting(files, problems))


async def take_step(interaction: Interaction, step: Review) -> None:
    """Do what a button, a select or a form of a review asks for; what cannot be done is said on the card."""
    service = await find_service(interaction)
    if service is None:
        return
    with interaction.client.under_way():
        try:
            await _take_step(interaction, service, step)
        except ReviewError as error:
            await _explain(interaction, service, step, error)


async def _take_step(interaction: Interaction, service: ReviewService, step: Review) -> None:
    match step.act:
        case "edit" | "merge" if step.act == "edit" or step.chosen == OTHER_STATEMENT:
            await _open_form(interaction, service, step)
        case "post":
            await defer(interaction, in_place=True)
            await post_document(interaction, await service.read(step.chosen))
        case "open" | "list sure" if not step.post:
            # From the post: the card is a new message for this editor alone.
            await defer(interaction, private=True)
            post = interaction.message.id if interaction.message else 0
            await _show(interaction, service, Review(step.act, step.source, post=post))
        case "open" | "list decided" | "next" | "back":
            await defer(interaction, in_place=True)
            await _show(interaction, service, step)
        case "approve listed":
            await defer(interaction, in_place=True)
            await _approve_listed(interaction, service, step)
        case _:
            await defer(interaction, in_place=True)
            await _decide(interaction, service, step)


async def _show(interaction: Interaction, service: ReviewService, step: Review, notice: str = "") -> None:
    """Show what a step leads to: the list of sure drafts, the decisions, or a draft."""
    file = await service.read(step.source)
    names = interaction.client.service.name_parties
    if step.act == "list sure":
        held = await names(ref for draft in file.list_sure() for ref in list_refs(draft))
        await edit_answer(interaction, draw_sure(file, held | _name_new(file.drafts), step.post))
        return
    if step.act == "list decided":
        decided = await service.list_decided(step.source)
        held = await names(ref for draft in decided for ref in list_refs(draft))
        card = draw_decided(file, decided, held | _name_new(decided), step.post)
    else:
        card = await _draw(interaction, service, file, step, notice)
    await edit_answer(interaction, card.view, card.files)


async def _draw(
    interaction: Interaction, service: ReviewService, file: DraftFile, step: Review, notice: str
) -> ReviewMessage:
    """The card of the draft that a step leads to."""
    draft = _choose(file, step)
    if draft is None:
        return draw_finished(file, notice, step.post)
    client = interaction.client
    inferred = draft.entry["report"].get("attribution") == "inferred"
    context = CardContext(
        locale=client.settings.answers.language,
        names=await client.service.name_parties(list_refs(draft)),
        before=await service.read_before(file, draft) if inferred else "",
        near=await find_near(interaction, draft) if draft.status is Status.OPEN else (),
        notice=notice,
        post=step.post,
    )
    return draw_card(file, draft, context)


def _choose(file: DraftFile, step: Review) -> ReviewDraft | None:
    """The draft to show: this one, the one before it, or the next open one after it."""
    keys = [draft.key for draft in file.drafts]
    at = keys.index(step.key) if step.key in keys else -1
    if step.act == "back" and keys:
        return file.drafts[max(at - 1, 0)] if file.count(Status.OPEN) or at < 0 else file.drafts[at - 1]
    if step.act in ("edited", "edit", "merge", "named", "undo") and at >= 0:
        return file.drafts[at]
    order = [*file.drafts[at + 1 :], *file.drafts[: at + 1]]
    return next((draft for draft in order if draft.status is Status.OPEN), None)


async def _decide(interaction: Interaction, service: ReviewService, step: Review) -> None:
    """Carry out a decision on one draft, and show the next one."""
    by = f"discord:{interaction.user.id}"
    notice = ""
    show = step
    match step.act:
        case "approve":
            approved, refused = await service.approve(step.source, [(step.key, step.version)], by)
            if refused:
                raise ReviewError(refused[0][1])
            notice = await _reload(interaction, approved)
        case "refuse":
            reason = read_reason(step.chosen)
            if reason is None:
                raise ReviewError("That is no reason of this list.")
            await service.refuse(step.source, step.key, step.version, by, reason)
            notice = f"{step.key} is set down: {reason}."
        case "merge" | "named":
            statement = step.chosen
            if step.act == "named":
                statement = read_values(_components(interaction)).get("id", "").strip()
            if not await interaction.client.service.list_entries([statement]):
                raise ReviewError(NO_STATEMENT)
            await service.merge(step.source, step.key, step.version, statement)
            notice = f"One more report of {statement}. Approve it to add it."
        case "edited":
            await _edit(interaction, service, step)
            notice = f"{step.key} is changed. It is open still."
        case "undo":
            key, _, version = step.chosen.partition(".")
            before = (await service.read(step.source)).draft(key)
            await service.undo(step.source, key, int(version) if version.isdecimal() else 0)
            notice = f"{key} is open again."
            if before.status is not Status.REFUSED:
                notice = f"{notice} {await _reload(interaction, [])}".rstrip()
            show = Review("undo", step.source, key, 0, step.post)
    note_done(interaction, notice)
    await _show(interaction, service, show, notice)
    await renew_post(interaction, await service.read(step.source), step.post)


async def _edit(interaction: Interaction, service: ReviewService, step: Review) -> None:
    client = interaction.client
    typed = read_values(_components(interaction))
    place = (interaction.user.id, step.source, step.key)
    client.typed_edits[place] = typed
    draft = (await service.read(step.source)).draft(step.key)

    async def resolve(option: str, text: str, countries: bool) -> str:
        try:
            return await client.service.resolve_party(option, text, countries=countries)
        except (NotUnderstood, Ambiguous) as error:
            raise ReviewError(str(error)) from error

    entry = await apply_edits(resolve, service, draft, typed)
    await service.edit(step.source, step.key, step.version, entry)
    client.typed_edits.pop(place, None)


async def _approve_listed(interaction: Interaction, service: ReviewService, step: Review) -> None:
    """Approve the sure drafts that were listed, as they were listed, with one check and one reload."""
    file = await service.read(step.source)
    listed = file.list_sure()[: step.version]
    if digest(listed) != step.key:
        raise StaleDraftError(CHANGED_LIST)
    by = f"discord:{interaction.user.id}"
    approved, refused = await service.approve(step.source, [(draft.key, draft.version) for draft in listed], by)
    note = await _reload(interaction, approved) if approved else ""
    note_done(interaction, note)
    await edit_answer(interaction, draw_outcome(approved, refused, note))
    await renew_post(interaction, await service.read(step.source), step.post)


async def _reload(interaction: Interaction, approved: Sequence[ReviewDraft]) -> str:
    """Have the store hold what the records hold now, and say so; followers and briefings go by the store."""
    client = interaction.client
    ids = ", ".join(draft.id for draft in approved)
    what = f"In the records: {ids}." if ids else ""
    try:
        try:
            reloaded = await client.service.reload()
        except RemovalError as error:
            # In a small store the one statement that was taken back is a large part; anything more is for /reload.
            if error.removed > 1:
                raise
            reloaded = await client.service.reload(force=True)
    except (CorpusError, StoreError) as error:
        log.error("After an approval the store was not reloaded: %s", type(error).__name__)
        return f"{what} The store could not be reloaded: /reload says why.".strip()
    log.info("%d approved by user %s, version %s", len(approved), interaction.user.id, reloaded.version)
    client.alert_dispatcher.wake()
    return what


async def _open_form(interaction: Interaction, service: ReviewService, step: Review) -> None:
    draft = (await service.read(step.source)).draft(step.key)
    if draft.version != step.version or draft.status is not Status.OPEN:
        raise StaleDraftError(f"{step.key} was changed by somebody else meanwhile; this is how it is now.")
    if step.act == "merge":
        form = draw_same(Review("named", step.source, step.key, step.version, step.post), draft.proposed or "")
    else:
        typed = interaction.client.typed_edits.get((interaction.user.id, step.source, step.key))
        form = draw_edit(draft, Review("edited", step.source, step.key, step.version, step.post), typed)
    await open_form(interaction, form)


async def _explain(interaction: Interaction, service: ReviewService, step: Review, error: ReviewError) -> None:
    """Show the draft as it is now with what hinders; where there is none to show, the sentence alone."""
    log.info("A step of a review was not taken (%s): %s", step.act, type(error).__name__)
    if step.key == "-" or step.act in ("post", "approve listed", "list sure"):
        await tell(interaction, str(error))
        return
    if not is_acknowledged(interaction):
        await defer(interaction, in_place=True)
    try:
        same = Review("edited", step.source, step.key, step.version, step.post)
        card = await _draw(interaction, service, await service.read(step.source), same, str(error))
    except ReviewError:
        await tell(interaction, str(error))
        return
    await edit_answer(interaction, card.view, card.files)


def _components(interaction: Interaction) -> object:
    data: object = interaction.data
    return data.get("components") if isinstance(data, dict) else None


def _name_new(drafts: Sequence[ReviewDraft]) -> dict[str, str]:
    """The names of the parties that drafts bring, by id."""
    return {
        ref: str(record.get("name", ref))
        for draft in drafts
        for records in draft.vocabulary.values()
        for ref, record in records.items()
    }
