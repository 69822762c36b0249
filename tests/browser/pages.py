"""What several tests in Chromium ask of a page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, TimeoutError


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
