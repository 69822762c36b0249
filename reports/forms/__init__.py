"""Forms of this app: what a report is asked for, and the forms of written reports."""

from reports.forms.question import FIRST_YEAR, Question, QuestionForm, question_of

__all__ = ["FIRST_YEAR", "Question", "QuestionForm", "question_of"]
