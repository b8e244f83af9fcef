"""The judge names each fault of an answer, and none of a good one."""

from tests.questions.question_judge import judge
from tests.questions.question_list import Asked


def test_judge_names_each_fault_of_an_answer() -> None:
    answer = {
        "status": "found",
        "understood": [],
        "notes": [],
        "choices": [],
        "entries": [
            {
                "group": "",
                "item": {
                    "kind": "statement",
                    "match": None,
                    "words": {"kind": "quoted", "quotations": ["a lamp is lit"]},
                    "statement": {
                        "id": "lamp-lit",
                        "speakers": [{"party": {"name": "Ana Orel"}, "role": None}],
                        "day": "2031-03-04",
                        "first_day": "2031-03-04",
                        "last_day": "2031-03-04",
                    },
                },
            }
        ],
    }
    asked = Asked(
        id="invented",
        kind="invented",
        ask="/who-said words: lamps",
        why="",
        says=("nothing-held",),
        must=("lamp-out", "a lamp is out"),
        must_not=("lamp-lit", "lamp is lit"),
        understood=("Ana Orel",),
        offers=("Park Min-su",),
        first="lamp-out",
        order=("lamp-lit", "lamp-out"),
        by=("Park Min-su",),
        days="2031-03-05/2031-03-06",
    )
    assert judge(asked, answer, {"lamp-lit", "lamp-out"}) == [
        "says answers, not nothing-held",
        "does not understand Ana Orel",
        "does not offer Park Min-su",
        "does not bring lamp-out",
        "does not bring a lamp is out",
        "brings lamp-lit",
        "brings lamp is lit",
        "begins with lamp-lit, not lamp-out",
        "is not in the order lamp-lit, lamp-out",
        "brings lamp-lit, by Ana Orel",
        "brings lamp-lit, of 2031-03-04",
    ]


def test_judge_takes_a_near_hit_for_no_hit_unless_lenient() -> None:
    item = {"kind": "source", "match": "near", "source": {"title": "Lamps", "publisher": None}}
    answer = {
        "status": "near",
        "understood": [],
        "notes": [],
        "choices": [],
        "entries": [{"group": "", "item": item}],
    }
    strict = Asked(id="s", kind="s", ask="/sources publisher: lamp", why="", must=("Lamps",))
    lenient = Asked(id="l", kind="l", ask="/sources publisher: lamp", why="", must=("Lamps",), lenient=True)
    assert judge(strict, answer, set()) == ["does not bring Lamps"]
    assert judge(lenient, answer, set()) == []
