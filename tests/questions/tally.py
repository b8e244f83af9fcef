"""Prints how many of the questions are answered well, by kind, and what is wrong with each of the others.

python -m tests.questions.tally
"""

import asyncio
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.questions.question_judge import judge
from tests.questions.question_list import read_questions
from tests.questions.question_service import Questions, build_store


async def tally(folder: Path) -> None:
    build_store(folder)
    asked, well = Counter[str](), Counter[str]()
    async with Questions().open(folder) as questions:
        held = await questions.list_statements()
        for one in read_questions():
            wrong = judge(one, await questions.put(one), held)
            asked[one.kind] += 1
            well[one.kind] += not wrong
            if wrong:
                print(f"{one.id}  {one.ask}\n    {'; '.join(wrong)}")
    for kind, number in asked.items():
        print(f"{kind:24}{well[kind]:4} of {number}")
    print(f"{'all':24}{well.total():4} of {asked.total()}")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        asyncio.run(tally(Path(folder)))
