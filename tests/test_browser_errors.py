"""What a browser makes of a page without any part of the product around it."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_an_unknown_address_is_readable_and_quiet(live_server, page: Page):
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: elsewhere.append(request.url) if live_server.url not in request.url else None)
    response = page.goto(f"{live_server.url}/static/nowhere")
    assert response is not None
    assert response.status == 404
    assert page.get_by_role("heading", name="没有找到这个页面").is_visible()
    # The answer 404 itself is the one thing Chromium reports.
    assert [text for text in complaints if "404" not in text] == []
    assert [url for url in elsewhere if not url.startswith("data:")] == []
