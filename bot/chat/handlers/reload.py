"""/reload: has the records checked and compiled anew, and asks first where many statements would go."""

from __future__ import annotations

import logging

from bot.chat.errors import tell
from bot.chat.interaction import Interaction
from bot.chat.permissions import is_admin
from bot.chat.render.reload_report import draw_problems, draw_reloaded, draw_removal
from bot.chat.responses import begin_privately, edit_answer, note_done
from bot.corpus.problems import CorpusError
from bot.store.errors import RemovalError, StoreError

log = logging.getLogger(__name__)

REFUSED = "Only the admins of Attaché may reload its data. Whoever runs it can name you under admins in its settings."


async def reload_records(interaction: Interaction, *, force: bool) -> None:
    """Answer /reload, or the click that allows it to remove many statements (`force`).

    Always private, deferred at once, and logged with whoever used it.
    """
    client = interaction.client
    user, guild = interaction.user.id, interaction.guild_id
    if not is_admin(interaction):
        log.warning("/reload by user %s in guild %s: refused", user, guild)
        await tell(interaction, REFUSED)
        return
    with client.under_way():
        await begin_privately(interaction)
        try:
            reloaded = await (client.service.reload(force=True) if force else client.service.reload())
        except CorpusError as error:
            log.warning("/reload by user %s in guild %s: %d problems, old store kept", user, guild, len(error.problems))
            report = draw_problems(error.problems)
        except RemovalError as error:
            log.warning("/reload by user %s in guild %s: %s", user, guild, error)
            report = draw_removal(error)
        except StoreError as error:
            log.error("/reload by user %s in guild %s: %s, old store kept", user, guild, error)
            await tell(interaction, f"Not reloaded; the old store stays in use: {error}")
            return
        except BaseException:
            log.warning("/reload by user %s in guild %s: failed, old store kept", user, guild)
            raise
        else:
            log.info(
                "/reload by user %s in guild %s: version %s in %.2f s", user, guild, reloaded.version, reloaded.seconds
            )
            note_done(interaction, f"Reloaded: the store in use is version {reloaded.version}.")
            report = draw_reloaded(reloaded)
            client.alert_dispatcher.wake()
        await edit_answer(interaction, report.view, report.files)
