"""What every test in Chromium shares."""

from playwright.sync_api import expect

# A page on a busy machine may take longer than Playwright's five seconds; a wait ends as soon as it is met.
expect.set_options(timeout=20_000)
