"""A URL -> the bytes there. Only where the user names one; nothing else is fetched."""

import re

from reader.errors import ReaderError, UnreadableError, UsageError

# A Path makes `https:/example.com` of it.
URL = re.compile(r"(https?):/{1,2}", re.IGNORECASE)
SECONDS = 20
LARGEST = 16 * 1024 * 1024
AGENT = "bilingual-reader (+a person asked for this page)"
READABLE = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def is_url(source: str) -> bool:
    """Tell a web address from a path.

    >>> is_url("https://example.com/a.html"), is_url("notes/a.html")
    (True, False)
    """
    return URL.match(source) is not None


def fetch(url: str) -> tuple[bytes, str | None]:
    """Get a page; return its bytes and the encoding its server says it is in.

    Raises ReaderError where it cannot be had, UnreadableError where it is no text,
    UsageError where the address is none.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.parse import quote, urlsplit
    from urllib.request import Request, urlopen

    url = URL.sub(lambda found: f"{found[1]}://", url, count=1)
    try:
        if not urlsplit(url).hostname:
            raise ValueError
        request = Request(
            quote(url, safe="!#$%&'()*+,/:;=?@[]~"), headers={"User-Agent": AGENT}
        )
    except ValueError as error:
        raise UsageError(f"{url}: is no web address; check it") from error
    try:
        with urlopen(request, timeout=SECONDS) as response:
            kind = response.headers.get("Content-Type", "text/html").lower()
            data = response.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise ReaderError(
            f"{url}: the server answers {error.code} {error.reason}; "
            "check the address, or save the page in a browser and read the file"
        ) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise ReaderError(
            f"{url}: cannot be fetched ({reason}); check the address and the "
            "connection, or save the page in a browser and read the file"
        ) from error
    if not kind.startswith(READABLE):
        raise UnreadableError(
            f"{url}: is {kind.split(';')[0]}, not a page or a text; "
            "extract its text first"
        )
    if len(data) > LARGEST:
        raise UnreadableError(
            f"{url}: is larger than {LARGEST >> 20} MB; no article is"
        )
    said = CHARSET.search(kind)
    return data, said[1] if said else None
