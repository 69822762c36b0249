"""Registers (登记簿): the kinds there are, how a court has set them, and the entries."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Court, Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from core.search_text import normal
from registers.choices import Subject, Writer
from registers.vocabulary import VOCABULARY


class RegisterKind(ScopedModel, Versioned):
    """A register of the whole system (no court) or of one court."""

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    subject = models.CharField("登记对象", max_length=10, choices=Subject.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="登记在哪一种之下"
    )
    written_by = models.CharField("由谁登记", max_length=10, choices=Writer.choices)
    is_published = models.BooleanField(
        "全院各支部可看", default=False, help_text="不勾选的，只有本支部和机关党委能看到。"
    )
    nests = models.BooleanField("可以分级", default=False, help_text="各支部的可以列在全院的之下。")
    needs_branch = models.BooleanField("须选党支部", default=False)
    title_label = models.CharField(
        "标题叫什么", max_length=20, blank=True, help_text="例如“品牌名称”；不填就不问，由系统写成“名称：对象”。"
    )
    person_label = models.CharField(
        "登记的人叫什么", max_length=20, blank=True, help_text="例如“联系领导”；登记对象不是个人又不填的，不问。"
    )
    date_label = models.CharField("日期叫什么", max_length=20, default="日期")
    until_label = models.CharField(
        "截止日期叫什么", max_length=20, blank=True, help_text="例如“废止日期”；不填就不问。"
    )
    fields = models.JSONField("登记的内容", default=list, blank=True, help_text="registers/vocabulary.py 中的代码。")
    help = models.CharField("填写说明", max_length=200, blank=True)
    order = models.PositiveIntegerField("顺序", default=100)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记簿"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="register_name_once_a_court"),
            models.UniqueConstraint(fields=("name",), condition=Q(court__isnull=True), name="register_name_once"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="register_subject_known"),
            models.CheckConstraint(condition=Q(written_by__in=Writer.values), name="register_writer_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def asks_person(self) -> bool:
        return self.parent_id is None and (self.subject == Subject.PERSON or bool(self.person_label))

    @property
    def asks_whom(self) -> bool:
        """Whether an entry is of a person, or of the branch as a whole."""
        return self.asks_person and self.subject != Subject.PERSON

    def as_set(self, setting: "KindSetting | None") -> "RegisterKind":
        """This kind as a court has set it; a copy that is never saved."""
        if setting is None:
            return self
        kind = copy(self)
        kind.name, kind.fields, kind.is_active = setting.name, setting.fields, setting.is_active
        return kind


class KindSetting(ScopedModel, Versioned):
    """What a court has set of a register of the whole system."""

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    kind = models.ForeignKey(RegisterKind, models.PROTECT, related_name="settings", verbose_name="登记簿")
    name = models.CharField("名称", max_length=40)
    fields = models.JSONField("登记的内容", default=list, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记簿设置"
        ordering = ("kind__order", "id")
        constraints = (models.UniqueConstraint(fields=("court", "kind"), name="register_set_once_a_court"),)

    def __str__(self) -> str:
        return self.name


class RegisterEntry(ScopedModel, Versioned):
    """One entry; it is withdrawn with a reason, never deleted. What stands below another has its branch and person."""

    # What a register publishes is read by the officers of all branches of the court; the rest by the own ones alone.
    scope = Scope(
        ScopeClass.CLAIMED, officers_only=True, offered_if=Q(kind__is_published=True, withdrawn_at__isnull=True)
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    kind = models.ForeignKey(RegisterKind, models.PROTECT, related_name="entries", verbose_name="登记簿")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="列在哪一条之下"
    )
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员")
    # As it was then; shown to those, too, who see a published entry and not the roster.
    person = models.CharField("姓名", max_length=50, blank=True)
    title = models.CharField("标题", max_length=100)
    on = models.DateField("日期")
    until = models.DateField("截止日期", null=True, blank=True)
    values = models.JSONField("内容", default=dict, blank=True)
    search_text = models.TextField("检索文本", blank=True, editable=False)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    withdrawal_reason = models.CharField("撤销原因", max_length=200, blank=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "登记事项"
        ordering = ("-on", "-id")
        indexes = (
            models.Index(fields=("court", "kind", "-on")),
            models.Index(fields=("branch", "kind", "-on")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="entry_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="entry_withdrawn_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """What is searched follows what is said."""
        said = (self.title, self.person, *(each.text for each in VOCABULARY.shown(self.values)))
        self.search_text = normal("\n".join(said))
        if update_fields is not None:
            update_fields = {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **options)

    @property
    def whom(self) -> str:
        """`张三（第一党支部）`, or the branch, or the whole court."""
        unit = self.branch.name if self.branch else "全院"
        return f"{self.person}（{unit}）" if self.person else unit

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
