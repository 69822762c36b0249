"""The column that a search reads; it follows the row by itself, also where many are written at once."""

from typing import Any

from django.db import models

from core.search_text import normal

# What of a record is searched, beside the names of those who were there.
SEARCHED = ("topic", "content", "place", "chair_name", "recorder_name")


class SearchTextField(models.TextField):
    """Filled whenever the row is saved, by itself or in bulk (`pre_save`); nobody sets it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = normal("\n".join(str(getattr(model_instance, name)) for name in SEARCHED))
        setattr(model_instance, self.attname, text)
        return text
