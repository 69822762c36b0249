"""What every test in Chromium shares."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.pages import usable_once_ready

# A page on a busy machine may take longer than Playwright's five seconds; a wait ends as soon as it is met.
expect.set_options(timeout=20_000)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    return usable_once_ready(context)
