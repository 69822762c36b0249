"""The metrics that every court starts with, as courts' work reports name them; a court adds its own."""

from django.db import migrations

UP, DOWN = "UP", "DOWN"


def ratio(code, name, numerator, denominator, description):
    return {
        "code": code,
        "name": name,
        "form": "RATIO",
        "unit": "件",
        "digits": 2,
        "better": UP,
        "numerator_name": numerator,
        "denominator_name": denominator,
        "is_share": True,
        "description": description,
    }


def number(code, name, form, unit, better, description, digits=0, is_stock=False):
    return {
        "code": code,
        "name": name,
        "form": form,
        "unit": unit,
        "better": better,
        "digits": digits,
        "is_stock": is_stock,
        "description": description,
    }


METRICS = (
    ratio(
        *("CLOSING_RATE", "结案率", "审执结案件", "受理案件"),
        "统计时段内审结、执结的各类案件数占受理案件数的百分比；分月登记时旧存案件只计入 1 月，各月相加才是全年的数。",
    ),
    ratio(
        *("TRIAL_CLOSING_RATE", "诉讼案件结案率", "审结诉讼案件", "受理诉讼案件"),
        "统计时段内审结的刑事、民事、行政等诉讼案件数占受理诉讼案件数的百分比；分月登记时旧存案件只计入 1 月。",
    ),
    ratio(
        *("ENFORCEMENT_CLOSING_RATE", "执行案件结案率", "执结案件", "受理执行案件"),
        "统计时段内执结的案件数占受理执行案件数的百分比；分月登记时旧存案件只计入 1 月。",
    ),
    ratio(
        *("IN_TIME_RATE", "法定期限内结案率", "法定期限内结案", "结案"),
        "统计时段内在法定期限（含依法延长的期限）内审结的案件数占结案数的百分比。",
    ),
    ratio(
        *("PETITION_SETTLED_RATE", "信访化解率", "已化解信访案件", "应化解信访案件"),
        "统计时段内已经化解的信访案件数占应当化解的信访案件数的百分比。",
    ),
    ratio(
        *("JUDGMENT_PETITION_RATE", "不服判决信访完成率", "已办结不服判决信访", "应办结不服判决信访"),
        "统计时段内已经办结的不服判决信访案件数占应当办结数的百分比。",
    ),
    number(
        *("LONG_PENDING_CLOSED", "审结一年以上长期未结案件", "COUNT", "件", UP),
        "统计时段内审结的、立案满一年以上的长期未结诉讼案件数。",
    ),
    number(
        *("LONG_PENDING_LEFT", "剩余一年以上长期未结案件", "COUNT", "件", DOWN),
        "统计时段最后一天立案满一年以上仍未审结的诉讼案件数；是时点数。",
        is_stock=True,
    ),
    number(
        *("ENFORCEMENT_PAID", "发放执行案款", "MONEY", "元", UP),
        "统计时段内发放给申请执行人的执行案款总额，精确到分。",
        digits=2,
    ),
    number(
        *("CLOSING_RANK", "结案率全国排名", "RANK", "位", DOWN),
        "统计时段结案率在全国同级法院中的名次，由上级法院通报。",
    ),
    number(
        *("FIRST_INSTANCE_ACCEPTED_RATE", "一审服判息诉率", "RATE", "", UP),
        "统计时段内一审结案后没有上诉、抗诉的案件数占一审结案数的百分比，由上级法院通报。",
        digits=2,
    ),
    number(
        *("MEDIATION_CLOSED", "诉前调解成功案件", "COUNT", "件", UP),
        "统计时段内诉前委派调解成功的纠纷件数。",
    ),
)


def add_metrics(apps, schema_editor):
    metric_model = apps.get_model("metrics", "Metric")
    for order, facts in enumerate(METRICS, start=1):
        metric_model(**facts, order=order * 10).save()


def remove_metrics(apps, schema_editor):
    apps.get_model("metrics", "Metric").all_rows.filter(court__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]

    operations = [migrations.RunPython(add_metrics, remove_metrics)]
