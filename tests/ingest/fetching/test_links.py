"""Tests for bot.ingest.fetching.links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.links import check_url, find_name
from bot.ingest.fetching.policy import Policy

POLICY = Policy()


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://gazette.example/", FetchReason.BAD_URL),
        ("ftp://gazette.example/", FetchReason.BAD_URL),
        ("file:///etc/passwd", FetchReason.BAD_URL),
        ("javascript:alert(1)", FetchReason.BAD_URL),
        ("gazette.example", FetchReason.BAD_URL),
        ("https://", FetchReason.BAD_URL),
        ("https://user:word@gazette.example/", FetchReason.BAD_URL),
        ("https://gazette.example:8443/", FetchReason.BAD_URL),
        ("https://gazette.example:99999/", FetchReason.BAD_URL),
        ("https://gazette.example/a b", FetchReason.BAD_URL),
        ("https://gazette.example\\@127.0.0.1/", FetchReason.BAD_URL),
        ("https://gazette.example/" + "a" * 3_000, FetchReason.BAD_URL),
        ("https://127.1/", FetchReason.BAD_URL),
        ("https://2130706433/", FetchReason.BAD_URL),
        ("https://0x7f000001/", FetchReason.BAD_URL),
        ("https://127.0.0.1/", FetchReason.ADDRESS_NOT_ALLOWED),
        ("https://[::1]/", FetchReason.ADDRESS_NOT_ALLOWED),
        ("https://[::ffff:10.0.0.1]/", FetchReason.ADDRESS_NOT_ALLOWED),
        ("https://１２７.0.0.1/", FetchReason.ADDRESS_NOT_ALLOWED),
    ],
)
def test_check_url_refuses_what_is_not_for_the_open_web(link: str, reason: FetchReason) -> None:
    with pytest.raises(FetchError) as caught:
        check_url(link, POLICY)
    assert caught.value.reason is reason


def test_check_url_drops_the_fragment() -> None:
    assert str(check_url(" https://gazette.example/a?b=c#d ", POLICY)) == "https://gazette.example/a?b=c"


@pytest.mark.parametrize("host", ["gazette.example", "www.gazette.example", "GAZETTE.example."])
def test_check_url_allows_listed_hosts_and_their_subdomains(host: str) -> None:
    assert check_url(f"https://{host}/", POLICY, frozenset(("gazette.example",)))


@pytest.mark.parametrize("host", ["evil-gazette.example", "gazette.example.evil.example", "example"])
def test_check_url_refuses_hosts_that_only_look_listed(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        check_url(f"https://{host}/", POLICY, frozenset(("gazette.example",)))
    assert caught.value.reason is FetchReason.HOST_NOT_ALLOWED


@given(st.text(max_size=60))
def test_check_url_answers_any_text_with_a_link_or_its_error(text: str) -> None:
    for link in (text, f"https://{text}", f"https://gazette.example/{text}"):
        try:
            url = check_url(link, POLICY)
        except FetchError:
            continue
        assert url.scheme == "https"
        assert url.host


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/news/canal.html", None, "canal.html"),
        ("/download", 'attachment; filename="communiqué.pdf"', "communiqué.pdf"),
        ("/download", "attachment; filename*=UTF-8''toll%20text.docx", "toll text.docx"),
        ("/download", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("/download", 'attachment; filename="C:\\\\a\\\\b.docx"', "b.docx"),
        ("/a%2Fb%2F..%2Fc.pdf", None, "c.pdf"),
        ("/", None, "gazette.example"),
        ("/..", "attachment; filename=..", "gazette.example"),
    ],
)
def test_find_name_gives_a_name_without_folders(path: str, disposition: str | None, name: str) -> None:
    assert find_name(URL(f"https://gazette.example{path}"), disposition) == name


@given(st.text(max_size=200), st.text(max_size=200) | st.none())
def test_find_name_is_always_one_safe_name(path: str, disposition: str | None) -> None:
    name = find_name(URL("https://gazette.example/").with_path("/" + path.replace("\x00", "")), disposition)
    assert 0 < len(name) <= 120
    assert not set("/\\\x00\n\r") & set(name)
    assert name not in (".", "..")
