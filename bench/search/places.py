"""Places and bodies with the other name under which somebody may remember them; for deriving questions alone."""

RENAMED = {
    "burma": "myanmar", "zaire": "congo", "ceylon": "sri lanka", "kampuchea": "cambodia", "peking": "beijing",
    "swaziland": "eswatini", "cote d ivoire": "ivory coast", "ivory coast": "cote d ivoire", "kiev": "kyiv",
    "southern rhodesia": "zimbabwe", "rhodesia": "zimbabwe", "tanganyika": "tanzania", "upper volta": "burkina faso",
    "dahomey": "benin", "byelorussia": "belarus", "belorussia": "belarus", "cape verde": "cabo verde",
    "turkey": "turkiye", "czechia": "czech republic", "czech republic": "czechia", "east timor": "timor leste",
    "timor leste": "east timor", "formosa": "taiwan", "malvinas": "falklands", "falkland islands": "malvinas",
    "south west africa": "namibia", "basutoland": "lesotho", "bechuanaland": "botswana", "nyasaland": "malawi",
    "gold coast": "ghana", "british guiana": "guyana", "british honduras": "belize", "new hebrides": "vanuatu",
    "soviet union": "ussr", "ussr": "soviet union", "united states": "usa", "united kingdom": "uk",
    "holy see": "vatican", "netherlands": "holland", "myanmar": "burma", "saigon": "ho chi minh city",
    "bombay": "mumbai", "calcutta": "kolkata", "leopoldville": "kinshasa", "salisbury": "harare",
    "lourenco marques": "maputo", "dacca": "dhaka", "rangoon": "yangon", "constantinople": "istanbul",
    "leningrad": "st petersburg", "west irian": "west papua", "laos": "lao", "viet nam": "vietnam",
    "russian federation": "russia", "republic of korea": "south korea",
    "democratic people s republic of korea": "north korea", "syrian arab republic": "syria",
    "libyan arab jamahiriya": "libya", "european community": "eec", "organization of african unity": "oau",
    "african union": "au", "european union": "eu", "north atlantic treaty organization": "nato",
    "international monetary fund": "imf", "world trade organization": "wto",
    "international atomic energy agency": "iaea", "palestine liberation organization": "plo",
}  # fmt: skip
