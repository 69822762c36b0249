"""What several tests in Chromium ask of a page."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

# A person reads before typing; a test would type into a field before the page's scripts have taken it in hand.
# Playwright takes nothing for usable below aria-disabled.
WAIT_FOR_SCRIPTS = """
const watch = new MutationObserver(() => {
  document.documentElement?.setAttribute("aria-disabled", "true");
  watch.disconnect();
});
watch.observe(document, { childList: true });
addEventListener("DOMContentLoaded", () => {
  watch.disconnect();
  document.documentElement.removeAttribute("aria-disabled");
});
"""


def usable_once_ready(context: BrowserContext) -> BrowserContext:
    """The context, in which every page waits for its scripts before anything can be typed or clicked."""
    context.add_init_script(WAIT_FOR_SCRIPTS)
    return context


def signed_in(browser: Browser, address: str, user, troubles: list[str]) -> Page:
    """A page of its own for the user; `troubles` takes the errors of its console."""
    client = Client()
    client.force_login(user)
    context = usable_once_ready(browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return page


def expect_fit(page: Page) -> None:
    """Nothing stands out to the right, once the page has settled in its width."""
    try:
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    except TimeoutError:
        pytest.fail(f"{page.url} is wider than {page.viewport_size}")


def wait_until(page: Page, is_so: Callable[[], object]) -> None:
    """For what happens on the server, of which the page tells nothing."""
    for _ in range(400):
        if is_so():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{page.url}: waited in vain")
