"""A folder behind a plain web server of this machine, which packs text as servers of the web do."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import ProxyHandler, build_opener

from lxml import html

DIRECT = build_opener(ProxyHandler({}))
"""Asks this machine itself: urllib's own opener keeps what the environment said when it was first used."""
PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")
"""The types that are sent packed."""


class Static(http.server.SimpleHTTPRequestHandler):
    """A static server that says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def send_head(self) -> Any:
        """Answer with a packed file where that is asked for and pays."""
        path = Path(self.translate_path(self.path))
        kind = self.guess_type(str(path))
        asked = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (asked and path.is_file() and kind.startswith(PACKED)):
            return super().send_head()
        content = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


class Server(http.server.ThreadingHTTPServer):
    """A server that does not mind a browser which hangs up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what went wrong, unless the browser went on to another page."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path, host: type[Static] = Static) -> Iterator[str]:
    """The address of *folder*, as long as it is served."""
    server = Server(("127.0.0.1", 0), functools.partial(host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Underscored(Static):
    """A host that drops names beginning with an underscore, unless a file at its top tells it not to."""

    def send_head(self) -> Any:
        """Answer, or say that there is no such file."""
        plain = (Path(self.directory) / ".nojekyll").exists()
        if not plain and any(part.startswith("_") for part in self.path.split("/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()


def unanswered(address: str) -> tuple[set[str], int]:
    """What pages below *address* lead to and that does not answer, and how many addresses were tried.

    Followed from the first page, as a reader would: links, downloads, images, style sheets, scripts.
    """
    lost: set[str] = set()
    seen, left = {f"{address}/index.html"}, [f"{address}/index.html"]
    while left:
        here = left.pop()
        try:
            with DIRECT.open(here) as answer:
                kind, content = answer.headers.get_content_type(), answer.read()
        except HTTPError:
            lost.add(here.removeprefix(address))
            continue
        if kind != "text/html":
            continue
        for place in html.fromstring(content).xpath("//@href | //@src"):
            found = urldefrag(urljoin(here, place)).url
            if found.startswith(f"{address}/") and found not in seen:
                seen.add(found)
                left.append(found)
    return lost, len(seen)
