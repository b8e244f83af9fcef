"""Word lists that tell people, offices, institutions, media and places apart."""

from __future__ import annotations

from functools import cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

# nouns that stand for one person by office; "the minister", "a spokeswoman"
OFFICES = frozenset(
    "minister president premier chancellor secretary undersecretary ambassador envoy spokesman spokeswoman spokesperson adviser advisor commissioner "
    "chairman chairwoman chairperson chair director governor mayor senator representative deputy king queen prince princess emir sultan pope sheikh "
    "general admiral colonel commander commodore ayatollah imam rabbi patriarch vizier regent marshal captain lieutenant major brigadier negotiator consul counsellor counselor attaché attache delegate leader judge justice "
    "speaker lawmaker diplomat official head chief congressman congresswoman professor analyst expert researcher archbishop cardinal bishop rapporteur "
    "coordinator mediator facilitator emissary nuncio plenipotentiary monarch vice-president co-chair vice-chair chargé charge legislator parliamentarian mp mps officer "
    "economist historian lecturer fellow scholar correspondent negotiators undersecretary-general secretary-general director-general inspector administrator".split()
)
HONORIFICS = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "lord": "m", "dame": "f", "lady": "f", "madam": "f", "madame": "f", "mme": "f",
    "h.e": None, "dr": None, "prof": None, "sen": None, "rep": None, "gov": None, "gen": None, "col": None, "lt": None, "adm": None, "capt": None, "maj": None, "brig": None,
    "hon": None, "amb": None, "monsieur": "m", "señor": "m", "herr": "m", "frau": "f", "excellency": None, "count": "m", "baron": "m", "baroness": "f", "countess": "f",
}  # fmt: skip
OFFICE_GENDER = {
    "spokesman": "m", "spokeswoman": "f", "chairman": "m", "chairwoman": "f", "king": "m", "queen": "f", "prince": "m", "princess": "f", "emir": "m", "sultan": "m",
    "pope": "m", "congressman": "m", "congresswoman": "f", "archbishop": "m", "cardinal": "m", "bishop": "m", "sheikh": "m", "father": "m", "mother": "f", "businessman": "m", "businesswoman": "f",
}  # fmt: skip
# words that go before an office: "deputy foreign minister", "national security adviser"
OFFICE_MODIFIERS = frozenset(
    "deputy vice first second foreign defence defense finance trade interior home economy economic justice health energy culture agriculture environment climate "
    "prime national security special high chief state senior acting interim former ex outgoing incoming permanent assistant under then external european "
    "affairs relations presidential parliamentary government opposition party military naval army navy police ministry office embassy mission press development cooperation fisheries "
    "maritime border water transport migration humanitarian nuclear peace lead principal top joint executive managing general crown grand supreme late veteran visiting newly appointed "
    "longtime delegation council commission union alliance bloc parliament cabinet bureau department agency committee treasury exchequer communications information regional resident un "
    "infrastructure industry labour labor education tourism science technology digital integration reconciliation reconstruction immigration commerce mining oil gas".split()
)
PORTFOLIOS = frozenset(
    "state foreign relations affairs external defence defense finance trade interior home justice health energy culture agriculture environment commerce economy economic "
    "the and for transport fisheries development cooperation security national european relations treasury exchequer climate industry staff general water migration navy army "
    "education labour labor science technology maritime internal public works tourism information integration".split()
)
BODY_NOUNS = frozenset(
    "ministry office council union department embassy agency party parliament commission committee government authority command navy army bank court bloc league "
    "organisation organization delegation secretariat assembly senate cabinet house administration alliance federation mission presidency kremlin consulate treasury bureau "
    "admiralty registry institute foundation association forces force police directorate congress staff board group coalition junta palace chancellery chancery service group community forum "
    "tribunal headquarters militia movement front regime authorities side sides exchequer centre center university college society fund programme program observatory "
    "guild syndicate chamber consortium trust club directorate-general secretariat-general coastguard guard corps inspectorate duma knesset bundestag diet politburo hq ministries".split()
)
MEDIA_NOUNS = frozenset(
    "times post daily herald tribune courier chronicle observer journal broadcaster radio tv television telegraph gazette monitor mail newspaper wire news "
    "press agency-news magazine weekly website portal outlet channel broadcasting network dispatch sentinel examiner review standard mirror echo argus bulletin bugle inquirer "
    "register reporter messenger morning-post evening-post zeitung podcast newswire correspondents media outlets newspapers dailies tabloid broadsheet programme".split()
)
MEDIA_NAMES = frozenset(
    "reuters afp ap interfax tass ria xinhua yonhap kyodo dpa ansa efe bloomberg bbc cnn anadolu kcna sputnik nhk politico axios euronews nbc abc cbs fox "
    "itar-tass upi pti jiji apa belga lusa rte npr pbs msnbc ntv kommersant izvestia novosti rbc spiegel handelsblatt figaro liberation guardian "
    "agence-france-presse associated-press al-jazeera".split()
)
DOCUMENT_NOUNS = frozenset(
    "statement communique communiqué release readout letter note transcript text summary declaration report document tweet post message "
    "account version telling speech address op-ed briefing memo memorandum paper bulletin cable notice".split()
)
GROUP_NOUNS = frozenset(
    "officials sources diplomats ministers leaders lawmakers analysts experts critics observers residents witnesses aides negotiators envoys ambassadors "
    "presidents governments delegations countries nations parties sides allies members states foes neighbours neighbors protesters rebels generals people "
    "others many some several delegates participants heads representatives signatories capitals two three both".split()
)
PEOPLE_NOUNS = frozenset(
    "clerk sailor skipper poet friend colleague neighbour neighbor soldier voter trader pilot fisherman fisherwoman docker guest source aide insider participant attendee resident witness woman man person farmer teacher student lawyer activist delegation critic observer".split()
)
_MENDED = tuple(sorted(one for one in OFFICES | BODY_NOUNS if len(one) > 5))


@cache
def mend(low: str) -> str:
    """Mend a slip of one letter in the name of an office or an institution: "minstry", "spokeman"."""
    if (
        len(low) < 6
        or not low.isalpha()
        or low in OFFICES | BODY_NOUNS | OFFICE_MODIFIERS | MEDIA_NOUNS
        or low.rstrip("s") in OFFICES | BODY_NOUNS
    ):
        return low
    found = extractOne(low, _MENDED, scorer=ratio, score_cutoff=90)
    if found is None or abs(len(found[0]) - len(low)) > 1 or found[0][0] != low[0] or found[0][-1] != low[-1]:
        return low
    return str(found[0])


@cache
def as_weekday(low: str) -> str | None:
    """Return the day of the week that a word is, or is but for a slip: "tuseday"."""
    if low in WEEKDAYS:
        return low
    if (
        not 5 <= len(low) <= 10
        or not low.endswith(("ay", "dya"))
        or low in ("today", "yesterday", "holiday", "birthday")
    ):
        return None
    found = extractOne(low, WEEKDAYS, scorer=ratio, score_cutoff=80)
    return str(found[0]) if found is not None else None


HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
OTHER_PRONOUNS = frozenset(
    "i we they who it you one that which this those these what something there me us our my us themselves itself everyone nobody anyone all".split()
)
# last words of names that are no party's: waters, places, ships' roads, treaties
THINGS = frozenset(
    "strait straits sea seas ocean river bay gulf island islands isle isles mountain mountains peninsula valley cape lake port harbour harbor square street avenue road "
    "airport hotel hall bridge canal channel coast desert forest region province district county city town village north south east west treaty agreement accord pact protocol "
    "convention charter declaration act plan initiative process summit conference war crisis day week cup games prize award line zone border basin delta shelf reef bank shoal "
    "channel star spirit express patrol exercise operation shield storm resolution dialogue road corridor belt pipeline cable station plant tower house-rules waters territory territories strip heights".split()
)
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# capitalised words that are no part of anybody's name
NEVER_NAMES = frozenset(
    {*MONTHS, *WEEKDAYS}
    | set(
        "i the a an in on at by for from to of and but or if as it its he she they we you his her their our this that these those there when while after before "
        "however meanwhile earlier later also still yet both neither either asked speaking separately additionally moreover furthermore according following despite although though "
        "since until unless because so then thus today yesterday tomorrow tonight now here what who why how where which whether with without under over between among during "
        "article treaty agreement accord pact summit conference war act protocol resolution convention charter day year week month page chapter annex q a am pm gmt utc est "
        "good thank thanks please yes no not nothing any all some many several most more other another each every one two three four five six seven eight nine ten first second "
        "islam islamic christian muslim jewish internet covid question answer moderator reporter posted updated published dear excellency sincerely regards "
        "may might can could would should will shall must did does do is are was were has have had be been let".split()
    )
)
# frequent forenames of several languages; they only help to tell "he" from "she", and a person from a place
_FEMALE = (
    "anna maria ana elena olga natalia irina tatiana svetlana maria marie sofia sophia emma olivia ava isabella mia charlotte amelia julia laura sara sarah "
    "helen helena eva ewa katarzyna agnieszka ingrid astrid sigrid freya greta hanna hannah johanna karin kristin christina christine catherine katherine kate "
    "elizabeth margaret mary jane alice clara claire chloe camille juliette sylvie nathalie isabelle francoise brigitte angela ursula annalena petra sabine heike "
    "ilse lena leonie marta magdalena milena mira vesna ivana jelena dragana jasna tamsin fiona eleanor ellen linda lisa susan barbara patricia jennifer jessica "
    "amina fatima aisha leila layla mariam noor yasmin zainab nadia samira priya anita sunita indira lakshmi mei yuki yuko sakura keiko naomi hye-jin ji-hye soo-jin yoo-jin "
    "rosa carmen lucia pilar dolores ines beatriz gabriela valentina daniela paula adriana alejandra bianca giulia chiara francesca paola silvia "
    "zakharova nora thea ida signe maja tuuli aino liisa riikka marin nino tamar salome ketevan ana-maria corina ioana raluca irena zuzana maria-luisa liz theresa penny wendy victoria diana "
    "grace ruth rachel rebecca judith esther miriam hilda edith agnes martha matilda ottilie odile odette oriane perrine solveig runa ylva dagny liv tove oda selma vera lydia"
)
_MALE = (
    "john james robert michael william david richard joseph thomas charles daniel matthew anthony mark donald steven paul andrew joshua kevin brian george edward "
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander patrick raymond jack dennis jerry "
    "peter henry arthur oliver harry hugh simon martin philip adam ian neil colin graham stuart keith roger antony vladimir sergey sergei dmitry dmitri ivan igor oleg andrey andrei "
    "mikhail nikolai boris viktor yuri pavel alexei maxim maksim georgy georgi anton roman ruslan marko milan dragan zoran goran luka stefan nikola jan piotr tomasz tomas pawel marek "
    "jakub wojciech radoslaw donald viktor peter laszlo istvan janos gabor klaus hans karl heinz jurgen wolfgang olaf friedrich johannes matthias lars erik sven bjorn nils olof magnus "
    "jean pierre jacques francois michel philippe emmanuel laurent olivier antoine louis henri luc marc juan jose carlos luis miguel pedro javier pablo diego fernando jorge alberto "
    "antonio giovanni marco luca matteo paolo giorgio silvio mario francesco mohammed muhammad ahmed ali hassan hussein omar khalid ibrahim yusuf mustafa mehmet recep hakan abdullah "
    "salman faisal rajiv narendra amit arjun sanjay ravi hiroshi kenji shinzo fumio taro takeshi wei xi jinping yi lei jong-un tae-yul ho-jin min-jun seok "
    "antti pekka juha jussi mikko tobias felix oskar otto emil axel anders henrik jens kurt rolf aldo bruno cyril edmund edgar ferdinand gustav ignatius ignaz jasper konrad leopold "
    "lorenz lucas ludwig osric rafael raphael ruben rupert sebastian silas theodore tiberius tobin ulrich victor vincent walter wilhelm zoltan levan giorgi davit tigran aram"
)
FORENAMES = dict.fromkeys(_FEMALE.split(), "f") | {
    name: "m" for name in _MALE.split() if name not in set(_FEMALE.split())
}
FAMILY_FIRST = frozenset(
    "kim lee park choi jung jeong kang cho yoon jang chang lim im han oh seo shin kwon hwang ahn song yoo hong moon bae baek nam noh roh ryu ri xi li wang "
    "zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo lin luo gao liang zheng nguyen tran pham le hoang phan vu dang bui mao deng qin".split()
)
