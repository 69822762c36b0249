"""The account somebody signs in with. What it may do stands in its appointments (branches app)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from core.fields import EncryptedTextField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=self.model.normalize_username(username or ""))


class User(AbstractBaseUser):
    username = models.CharField("账号", max_length=150, unique=True)
    name = models.CharField("姓名", max_length=50, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("上次改密码", null=True, blank=True)
    email = EncryptedTextField("邮箱", blank=True)
    wants_mail = models.BooleanField("接收邮件提醒", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's admin asks; who may enter is decided by core.access alone."""
        return False

    def has_perm(self, permission: str, subject: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
