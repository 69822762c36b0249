"""Reporting on a measure with a photo, on a phone: from the first page in few interactions."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from branches.tests import factories as people
from core.clock import today
from core.tests.attachment_files import picture
from rectification import services
from rectification.models import Evidence, RectificationStep
from rectification.tests.factories import problem

# The shipped kinds come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MOST_INTERACTIONS = 5
# Counts, in the page itself, every press of a pointer and of a key that types nothing; kept over page changes.
COUNTER = """
const add = () => sessionStorage.setItem("count", Number(sessionStorage.getItem("count") ?? 0) + 1);
addEventListener("pointerdown", add, true);
addEventListener("keydown", (event) => event.key.length > 1 && add(), true);
"""


@pytest.fixture
def measure(live_server, settings, tmp_path):
    """One measure of the branch is due in ten days."""
    settings.DATA_DIR = tmp_path
    branch = people.branch(name="第一党支部")
    found = problem(branch, by=people.committee_account(branch.court), opened_on=today() - timedelta(60))
    facts = {
        "text": "每月到社区走访一次",
        "branch": branch,
        "owner_name": "张伟",
        "first_due_on": today() + timedelta(10),
    }
    services.problem_claim(problem=found, branch=branch, on=today(), by=None)
    return services.measure_add(problem=found, on=today(), by=None, **facts)


@pytest.fixture
def phone(measure, page: Page, client: Client, live_server):
    """The secretary's first page, 390 px wide; what goes wrong in the browser fails the test at its end."""
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    client.force_login(people.secretary(measure.branch, name="张书记"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.add_init_script(COUNTER)
    page.goto(f"{live_server.url}/")
    yield page
    page.goto("about:blank")
    assert troubles == []


def test_progress_with_a_photo(phone: Page, measure):
    phone.get_by_role("link", name="报告进展：每月到社区走访一次").click()
    expect(phone.get_by_label("进展情况")).to_be_focused()
    phone.keyboard.insert_text("已走访 12 户，收集意见 3 条。")  # keys that type text are no interactions
    with phone.expect_file_chooser() as chooser:
        phone.get_by_label("佐证材料").click()
    photo = {"name": "走访.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG", (640, 480))}
    chooser.value.set_files([photo])
    phone.get_by_role("button", name="报告", exact=True).click()
    expect(phone.get_by_role("link", name="走访.jpg", exact=True)).to_be_visible()
    count = int(phone.evaluate("sessionStorage.getItem('count')"))
    print(f"interactions from the first page to a reported progress with a photo: {count}")  # noqa: T201
    assert count <= MOST_INTERACTIONS
    step = RectificationStep.objects.within(measure.court).get(kind="PROGRESS")
    assert step.text == "已走访 12 户，收集意见 3 条。"
    assert Evidence.objects.within(measure.court).get(step=step).name == "走访.jpg"
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(phone, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
