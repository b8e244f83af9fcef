"""News agencies, by the names under which papers print them."""

from __future__ import annotations

import re

NAMES = (
    *("AFP", "Agence France-Presse", "Agence France Presse", "Reuters", "Associated Press", "AP", "Yonhap News Agency"),
    *("Yonhap News", "Yonhap", "ITAR-TASS", "TASS", "Xinhua News Agency", "Xinhua", "Kyodo News", "Kyodo", "KCNA"),
    *("Jiji Press", "Jiji", "dpa", "DPA", "EFE", "ANSA", "Interfax-Ukraine", "Interfax", "RIA Novosti", "Sputnik"),
    *("PTI", "Press Trust of India", "IANS", "ANI", "Anadolu Agency", "Anadolu", "UPI", "Bloomberg", "Ukrinform"),
    *("SANA", "IRNA", "WAM", "QNA", "MENA", "Tanjug", "BelTA", "Kazinform", "News1", "Newsis", "EPA", "Getty Images"),
    *("Getty", "VOA", "RFE/RL", "Antara", "Bernama", "VNA", "CNA", "APA", "ATS", "Belga", "Lusa", "PAP", "ТАСС"),
    *("РИА Новости", "Интерфакс", "연합뉴스", "뉴시스", "뉴스1"),
)
_ALTERNATIVES = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
PATTERN = re.compile(rf"(?<!\w)(?:{_ALTERNATIVES})(?!\w)")
# Within captions names are often in capitals.
LOOSE_PATTERN = re.compile(PATTERN.pattern, re.IGNORECASE)
# These only sell pictures: as the agency of a text they would be wrong.
PICTURES_ONLY = frozenset({"EPA", "Getty", "Getty Images"})


def find_agency(text: str) -> re.Match[str] | None:
    """Find the first agency named in a text, those that only sell pictures left out."""
    return next((match for match in PATTERN.finditer(text) if match[0] not in PICTURES_ONLY), None)
