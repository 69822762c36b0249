"""Ways round the scope are few and known: a new one needs a line here with its reason."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "core",
    "accounts",
    "branches",
    "metrics",
    "activities",
    "elections",
    "development",
    "campaigns",
    "registers",
    "planning",
    "rectification",
    "notices",
    "assessments",
    "reports",
    "courts_party",
)

# (file, what) -> how often, and why.
ALLOWED: dict[tuple[str, str], tuple[int, str]] = {
    ("activities/engine/facts.py", "unscoped"): (2, "kinds and norms that every court follows, for given courts"),
    ("activities/services/activity_import/coverage.py", "unscoped"): (1, "norms of the whole system and of one court"),
    ("activities/services/activity_import/words.py", "unscoped"): (1, "kinds of the whole system and of one court"),
    ("activities/selectors/attachments.py", "unscoped"): (1, "whether a stored file is named by any row"),
    ("activities/services/kinds.py", "unscoped"): (1, "a court's kind may not repeat a general one"),
    ("assessments/selectors/assessments.py", "unscoped"): (2, "what waits in assessments fetched before"),
    ("assessments/selectors/ended.py", "unscoped"): (4, "a task sees to the quarters of all courts"),
    ("assessments/selectors/followed.py", "unscoped"): (1, "problems of a rating fetched before"),
    ("assessments/selectors/overlay.py", "unscoped"): (1, "reviews of assessments fetched before"),
    ("assessments/selectors/review_files.py", "unscoped"): (1, "whether a stored file is named by any row"),
    ("assessments/selectors/sheets.py", "unscoped"): (3, "scores and reviews of assessments fetched before"),
    ("assessments/selectors/standard_difference.py", "unscoped"): (1, "indicators of two standards fetched before"),
    ("assessments/selectors/standard_page.py", "unscoped"): (1, "how large the shipped standard is"),
    ("assessments/selectors/standards.py", "unscoped"): (2, "the shipped standard, and those of courts fetched before"),
    ("assessments/selectors/vocabulary.py", "unscoped"): (3, "names of kinds, registers and metrics that a court has"),
    ("assessments/selectors/year.py", "unscoped"): (1, "scores of assessments fetched before"),
    ("assessments/services/compute.py", "unscoped"): (3, "assessments of the courts that are computed"),
    ("assessments/services/drafts.py", "unscoped"): (1, "a standard fetched before; the shipped one has no court"),
    ("assessments/services/standards.py", "unscoped"): (2, "a standard fetched before; the shipped one has no court"),
    ("branches/forms/accounts.py", "unscoped"): (2, "branches and groups to appoint to, in the courts administered"),
    ("branches/scoping.py", "all_rows"): (1, "where it is defined"),
    ("branches/scoping.py", "_default_manager"): (1, "rows that the officer's own branch worked on before"),
    ("branches/selectors/accounts.py", "unscoped"): (3, "whose roles lie where, for administrators and auditors"),
    ("branches/selectors/branches.py", "unscoped"): (5, "figures of branches that were fetched for the user"),
    ("branches/selectors/limits.py", "unscoped"): (5, "figures of rules, general or of a court that is named"),
    ("branches/selectors/members.py", "unscoped"): (2, "in which branch members were that the user sees"),
    ("branches/selectors/named.py", "unscoped"): (2, "commands name a court or branch; there is no user"),
    ("branches/services/imports/jobs.py", "unscoped"): (4, "tasks see to the jobs and uploads of all courts"),
    ("branches/services/imports/undo.py", "_base_manager"): (3, "whatever rests on rows that are to be undone"),
    ("branches/services/imports/undo_jobs.py", "unscoped"): (
        1,
        "a task names its batch; those of all courts are seen to",
    ),
    ("branches/services/courts.py", "unscoped"): (1, "a court's name is unique in the whole system"),
    ("branches/services/appointments.py", "unscoped"): (1, "an account is one person's, of whatever court"),
    ("core/bulk.py", "cursor"): (2, "inserts rows that a service has made"),
    ("core/health.py", "cursor"): (1, "SELECT 1"),
    ("core/management/commands/serve.py", "_base_manager"): (1, "whether the database is new; a command"),
    ("core/alone.py", "cursor"): (1, "a lock of the database"),
    ("development/selectors/stages.py", "unscoped"): (1, "steps of files that were fetched for the user"),
    ("development/selectors/steps.py", "unscoped"): (1, "steps of files that were fetched for the user"),
    ("elections/selectors/steps.py", "unscoped"): (1, "where elections stand that were fetched for the user"),
    ("metrics/selectors/definitions.py", "unscoped"): (1, "metrics of the whole system and of given courts"),
    ("notices/services/deliveries.py", "unscoped"): (1, "a task sends what waits in all courts"),
    ("notices/selectors/schedule.py", "unscoped"): (11, "the scheduler looks after every court"),
    ("planning/selectors/plans.py", "unscoped"): (2, "courts with fixed days; the task that follows the holidays"),
    ("rectification/selectors/evidence.py", "unscoped"): (1, "whether a stored file is named by any row"),
    ("rectification/selectors/findings.py", "unscoped"): (4, "figures of findings that were fetched for the user"),
    ("rectification/selectors/standing.py", "unscoped"): (1, "steps of rows that were fetched for the user"),
    ("rectification/selectors/work_lists.py", "unscoped"): (1, "steps of measures that were fetched for the user"),
    ("rectification/selectors/work_standing.py", "unscoped"): (1, "steps of nodes that were fetched for the user"),
    ("rectification/selectors/stages.py", "unscoped"): (2, "measures and shares of problems fetched for the user"),
    ("registers/selectors/figures.py", "unscoped"): (1, "a register that every court has"),
    ("registers/services/kinds.py", "unscoped"): (1, "a court's register may not repeat a general one"),
    ("metrics/services/definitions.py", "unscoped"): (1, "names that courts above and below have taken"),
    ("reports/selectors/named/subtree.py", "unscoped"): (1, "norms of the system and of the courts in question"),
    ("reports/selectors/named/kinds.py", "unscoped"): (2, "kinds and registers that every court has, and those of one"),
    ("reports/demo_life/planning.py", "unscoped"): (1, "the shipped kinds, for the demo; a command"),
    ("reports/demo.py", "unscoped"): (1, "a database in use gets no demo; a command"),
    ("reports/demo_life/kinds.py", "unscoped"): (1, "the shipped kinds; a command"),
    ("reports/demo_life/registers.py", "unscoped"): (1, "the shipped registers; a command"),
    ("reports/selectors/api.py", "unscoped"): (1, "another system is known by its token alone, of whatever court"),
    ("reports/generator/loading.py", "cursor"): (1, "loads generated rows; a command"),
    ("reports/selectors/stale.py", "unscoped"): (6, "the roll-up is of all courts; a task"),
    ("reports/services/rollup.py", "unscoped"): (7, "the roll-up is of all courts; a task"),
    ("reports/generator/system.py", "unscoped"): (3, "generated rows beside those that are there; a command"),
}
_ATTRIBUTES = {"unscoped", "all_rows", "_default_manager", "_base_manager", "raw", "cursor", "_plain"}
# On these, `.raw` and `.cursor` would read a database; elsewhere they are other things by the same name.
_OF_DATABASE = {"raw": {"objects", "all_rows", "_default_manager", "_base_manager"}, "cursor": {"connection"}}


def sources() -> list[Path]:
    found = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts))


def ways_round(tree: ast.AST) -> Counter[str]:
    """What in a module reads rows without asking for whom."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES and _reads_rows(node):
            found[node.attr] += 1
        elif isinstance(node, ast.Name) and node.id == "all_rows":
            found["all_rows"] += 1
        elif isinstance(node, ast.Call) and _called(node) in {"getattr", "get_model"} and _names_manager(node):
            found[_called(node)] += 1
    return found


def _reads_rows(node: ast.Attribute) -> bool:
    owners = _OF_DATABASE.get(node.attr)
    return owners is None or _last_name(node.value) in owners


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.Call) -> str:
    return _last_name(node.func)


def _names_manager(node: ast.Call) -> bool:
    return any(isinstance(each, ast.Constant) and each.value in _ATTRIBUTES for each in node.args)


def test_ways_round_the_scope_are_those_allowed():
    found = {
        (str(path.relative_to(ROOT)), what): times
        for path in sources()
        for what, times in ways_round(ast.parse(path.read_text(encoding="utf-8"))).items()
        if not (what == "_plain" and path.name == "scoping.py")
    }
    allowed = {key: times for key, (times, _) in ALLOWED.items()}
    assert found == allowed


def test_the_reader_of_sources_sees_them():
    """The detector is tried on the ways round that it is for."""
    code = """
Member.objects.unscoped("why")
Member.all_rows.all()
Member._base_manager.get(pk=1)
Member._default_manager.count()
Member.objects.raw("SELECT 1")
connection.cursor()
getattr(Member, "all_rows")
request.raw
"""
    found = {"unscoped", "all_rows", "_base_manager", "_default_manager", "raw", "cursor", "getattr"}
    assert ways_round(ast.parse(code)) == Counter(found)
