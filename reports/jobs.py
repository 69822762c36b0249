"""The periodic job of reports."""

from core.background.registry import Job, register

register(
    Job(
        "refresh-figures",
        "reports.tasks.refresh_figures",
        "更新各法院汇总数",
        "记录、名册或规则改动后，重新汇总有关法院各月的应开、已开和达标数；每日零时起重算当月到期的。",
    )
)
