"""Korean words without the particles and endings that are written onto them."""

from __future__ import annotations

# Particles and endings of Korean nouns and of verbs made with `하다`, the longest first.
_ENDINGS = """
    에서는 에게서 으로서 으로써 으로는 에서도 이라고 이라는 하였다 라고 라는 까지 부터 에서 에게 한테 으로 처럼
    보다 만큼 마저 조차 이며 과의 와의 에는 에도 께서 한다 했다 하는 하고 하며 하여 해야 했고 했던 하지
    은 는 이 가 을 를 의 에 로 와 과 도 만 들
"""
_PARTICLES = tuple(_ENDINGS.split())
_LEAST_SYLLABLES = 2  # of what is left: a shorter word ends so by itself


def is_hangul(word: str) -> bool:
    """Whether a word is all in Hangul."""
    return "\uac00" <= word[0] <= "\ud7a3" and all("\uac00" <= char <= "\ud7a3" for char in word)


def drop_particles(word: str) -> str:
    """A Korean word without its particles: `다리` for `다리를`. What looks like one is dropped everywhere alike."""
    while True:
        ending = next((one for one in _PARTICLES if word.endswith(one)), "")
        if not ending or len(word) - len(ending) < _LEAST_SYLLABLES:
            return word
        word = word.removesuffix(ending)
