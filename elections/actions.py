"""What the audit trail calls the steps of an election, and what a permission refused."""

from core.actions import register
from elections.choices import StepKind

register({f"elections.{kind.lower()}": kind.label for kind in StepKind})
register(
    {
        "elections.draft_minutes": "打开选举大会记录",
        "elections.view_elections": "查看换届",
        "elections.export_elections": "导出换届",
        "elections.take_step": "办理换届",
        "elections.answer_branch": "答复支部换届",
        "elections.cancel_election": "终止换届",
        "elections.ask_postponement": "申请延期换届",
        "elections.request_election": "报送换届请示",
        "elections.nominate_candidates": "提出候选人预备人选",
        "elections.hear_opinions": "征求党员意见",
        "elections.exclude_from_due": "决定不计入应到",
        "elections.hold_assembly": "登记选举大会",
        "elections.count_ballots": "计票",
        "elections.correct_ballots": "更正计票",
        "elections.reduce_seats": "减少名额",
        "elections.drop_candidate": "候选人、当选人退出",
        "elections.divide_work": "支委会分工",
        "elections.report_result": "报告选举结果",
        "elections.withdraw_step": "撤回换届步骤",
        "elections.answer_postponement": "批复延期换届",
        "elections.answer_request": "批复换届请示",
        "elections.answer_candidates": "批复候选人预备人选",
        "elections.answer_result": "批准并备案选举结果",
    }
)
