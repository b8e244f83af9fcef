"""The words of offices in the languages of the press, as English concepts: `Botschafterin` is an `ambassador`.

A concept is one word of a title: `foreign`, `minister`, `spokesperson`. The longest phrase wins. Titles that are not
listed here are known by the records that have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.store.analysis.folding import fold

# An office that has one of these which the question has not is another office: a vice minister is no minister.
RANKS = frozenset({"vice", "assistant", "former", "acting", "prime", "designate", "honorary"})
# Words that may stand in an office or in a question alone, and make no other office of it.
FILLERS = frozenset({"affairs", "first", "office", "official", "excellency", "current", "incumbent", "top", "supreme"})
# What a person is. A text without one of these, and without the last word of a title on record, names no office.
HEADS = frozenset({
    "president", "minister", "ambassador", "consul", "representative", "spokesperson", "secretary", "adviser", "leader",
    "chair", "chancellor", "director", "chief", "head", "king", "queen", "prince", "princess", "emperor", "sheikh",
    "emir", "sultan", "governor", "mayor", "commissioner", "delegate", "attache", "counsellor", "senator",
})  # fmt: skip
# Who is posted abroad: "to Russia" and "in Moscow" say where, and not for whom.
ENVOYS = frozenset({"ambassador", "consul", "representative", "attache", "counsellor", "delegate"})

# Buildings that stand for an institution, and not for the country alone.
_PALACES = "kremlin, white house, blue house, cheong wa dae, yongsan, elysee, elysee palace, downing street, bankova"
_MINISTRIES = (
    "state department, foggy bottom, quai d orsay, quai dorsay, smolenskaya square, auswartiges amt, kasumigaseki"
)
SEATS = {
    **dict.fromkeys(_PALACES.split(", "), ("presidential",)),
    **dict.fromkeys(_MINISTRIES.split(", "), ("foreign", "ministry")),
}

# One line a list of phrases: concepts = phrases. Russian and Ukrainian have the cases that questions are typed in.
_PHRASES = """
ambassador = ambassador, ambassadors, envoy, envoys, chief of mission, ambassadeur, ambassadrice, Botschafter,
    Botschafterin, embajador, embajadora, ambasciatore, ambasciatrice, embaixador, embaixadora, посол, посла, послом,
    ambasador, büyükelçi, büyükelçisi, 대사, 大使, سفير, السفير
spokesperson = spokesperson, spokesman, spokeswoman, spokesmen, spokeswomen, spokespersons, spokespeople, spox,
    porte-parole, Sprecher, Sprecherin, portavoz, vocero, vocera, portavoce, porta-voz, официальный представитель,
    официального представителя, официальная представительница, речник, речниця, rzecznik, rzeczniczka, sözcü, sözcüsü,
    대변인, 報道官, 发言人, 發言人, المتحدث باسم, المتحدثة باسم
adviser = adviser, advisor, advisers, advisors, conseiller, conseillère, Berater, Beraterin, asesor, asesora, советник
vice = vice, deputy, stellvertretender, stellvertretende, adjoint, заместитель, заместителя
defense = defense, defence
chair = chair, chairman, chairwoman, chairperson, председатель
president = president, presidents, président, présidente, Präsident, Präsidentin, presidente, presidenta, президент,
    президента, президентка, prezydent, cumhurbaşkanı, 대통령, 大統領, 总统, 總統, رئيس, الرئيس
prime minister = premier, pm, premier ministre, première ministre, Premierminister, Premierministerin,
    Ministerpräsident, Ministerpräsidentin, primer ministro, primera ministra, primo ministro, prima ministra,
    primeiro-ministro, primeira-ministra, премьер, премьер-министр, премьер-министра, прем'єр-міністр, başbakan, 총리,
    국무총리, 首相, 総理, 総理大臣, 总理, 總理, رئيس الوزراء
foreign minister = fm, top diplomat, chief diplomat, external affairs minister, ministre des affaires étrangères,
    ministre affaires étrangères, chef de la diplomatie, Außenminister, Außenministerin, ministro de exteriores,
    ministra de exteriores, ministro de relaciones exteriores, ministra de relaciones exteriores,
    ministro de asuntos exteriores, ministra de asuntos exteriores, ministro degli esteri, ministra degli esteri,
    ministro das relações exteriores, ministro dos negócios estrangeiros, министр иностранных дел,
    министра иностранных дел, глава МИД, главы МИД, міністр закордонних справ, minister spraw zagranicznych,
    dışişleri bakanı, 외교부 장관, 외무장관, 외교장관, 외무상, 外相, 外務大臣, 外长, 外長, 外交部长, 外交部長,
    وزير الخارجية
vice foreign minister = vice-ministre des affaires étrangères, Vizeaußenminister, viceministro de exteriores,
    заместитель министра иностранных дел, замминистра иностранных дел, замглавы МИД, 외교부 차관, 외교차관, 외무차관,
    外務次官, 外務副大臣, 副外相, 副外长, 副外長, 外交部副部长, نائب وزير الخارجية
minister = minister, ministers, ministre, ministro, ministra, министр, министра, міністр, bakan, 장관, 大臣, 部长, 部長,
    وزير
vice minister = vice-ministre, viceministro, viceministra, Vizeminister, замминистра, заместитель министра, 차관,
    副大臣, 次官, 副部长, 副部長
foreign ministry = foreign ministry, ministry of foreign affairs, mfa, mofa, ministère des affaires étrangères,
    Außenministerium, Auswärtiges Amt, ministerio de exteriores, МИД, 외교부, 외무부, 외무성, 外務省, 外交部
foreign ministry spokesperson = Außenamtssprecher, Außenamtssprecherin, представитель МИД,
    официальный представитель МИД, официальная представительница МИД, 외교부 대변인, 외무성 대변인, 外務省報道官,
    外交部发言人, 外交部發言人
national security adviser = nsa, conseiller à la sécurité nationale, Sicherheitsberater, Sicherheitsberaterin,
    nationaler Sicherheitsberater, asesor de seguridad nacional, советник по национальной безопасности, 국가안보실장,
    안보실장, 국가안보보좌관, 国家安保室長
secretary state = secretary of state, secrétaire d'État, Außenminister der USA, secretario de Estado,
    segretario di Stato, secretário de Estado, госсекретарь, госсекретаря, 국무장관, 国務長官, 国务卿
leader = leader, leaders, ruler, dirigeant, Machthaber, líder, лидер, лидера, 국무위원장, 위원장, 最高指導者, 领导人
chancellor = chancellor, chancelier, chancelière, Kanzler, Kanzlerin, Bundeskanzler, Bundeskanzlerin, канцлер
representative = representative, representatives, special representative, 특별대표, 特别代表
foreign = foreign, foreign affairs, affaires étrangères, exteriores, asuntos exteriores, relaciones exteriores, esteri,
    affari esteri, relações exteriores, negócios estrangeiros, иностранных дел, закордонних справ, spraw zagranicznych
national = national
security = security
ministry = ministry
secretary = secretary, secretaries
interior = interior, home
finance = finance
trade = trade
economy = economy
"""

_OF = "of de du des d del della di do da der for from для 의 の 的 von"
_TO = "to in at en a au aux bei nach para в во на у im ao vers"
_OTHERS = "the and s la le les l el los las il das die den dem fur y e et und i his her"
OF = frozenset(_OF.split())
TO = frozenset(_TO.split())
LINKS = OF | TO | frozenset(_OTHERS.split())


@cache
def list_phrases() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Concepts by the folded words of a phrase."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in _PHRASES.replace("\n    ", " ").strip().splitlines():
        concepts, _, phrases = line.partition(" = ")
        for phrase in phrases.split(","):
            found.setdefault(tuple(fold(phrase).split()), tuple(concepts.split()))
    return found


@cache
def list_endings() -> tuple[str, ...]:
    """Titles in scripts that may write them onto a name, the longest first."""
    joined = {"".join(phrase) for phrase in list_phrases()}
    return tuple(sorted((one for one in joined if is_unspaced(one)), key=len, reverse=True))


def is_unspaced(text: str) -> bool:
    """Whether a text is all in scripts that need no spaces between words: Hangul, kana, Han."""
    return bool(text) and all(
        "\u1100" <= c <= "\u11ff" or "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"
        for c in text
    )


def part_endings(text: str) -> str:
    """Part a title from what it is written onto: `源外相` as `源 外相`, `푸틴대통령` as `푸틴 대통령`."""
    parted = []
    for word in text.split():
        ending = next((one for one in list_endings() if word.endswith(one)), "") if is_unspaced(word) else ""
        parted += [word.removesuffix(ending), ending] if ending else [word]
    return " ".join(part for part in parted if part)
