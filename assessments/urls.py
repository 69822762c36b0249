"""Addresses of this app, a list for each part."""

from django.urls import path

from assessments.views import (
    applications,
    assessment,
    assessments,
    duty,
    duty_forms,
    findings,
    honours,
    indicators,
    matrix,
    now,
    objections,
    own_words,
    panels,
    plates,
    rating_papers,
    rating_steps,
    ratings,
    reviews,
    score,
    standard_compare,
    standard_files,
    standard_forms,
    standards,
    steps,
    to_review,
    trial,
    vetoes,
)

app_name = "assessments"

ASSESSMENTS = [
    path("", assessments.assessment_list, name="list"),
    path("export.xlsx", assessments.assessments_export, name="export"),
    path("compute/", assessments.assessment_compute, name="compute"),
    path("<int:pk>/", assessment.assessment_page, name="assessment"),
    path("<int:pk>/export.xlsx", matrix.matrix_export, name="matrix_export"),
    path("<int:pk>/matrix.pdf", matrix.matrix_pdf, name="matrix_pdf"),
    path("<int:pk>/matrix.docx", matrix.matrix_docx, name="matrix_docx"),
    path("<int:pk>/publish/", steps.publish, name="publish"),
    path("<int:pk>/close/", steps.close, name="close"),
    path("<int:pk>/reopen/", steps.reopen, name="reopen"),
    path("<int:pk>/findings/", findings.findings, name="findings"),
    path("<int:pk>/to-review/", to_review.to_review, name="to_review"),
    path("<int:pk>/to-review/export.xlsx", to_review.to_review_export, name="to_review_export"),
    path("<int:pk>/history/", assessment.history, name="history"),
]

STANDARDS = [
    path("standards/", standards.standard_list, name="standards"),
    path("standards/export.xlsx", standards.standards_export, name="standards_export"),
    path("standards/new/", standard_forms.standard_new, name="standard_new"),
    path("standards/import/", standard_files.standard_import, name="standard_import"),
    path("standards/<int:pk>/", standards.standard_page, name="standard"),
    path("standards/<int:pk>/copy/", standard_forms.standard_copy, name="standard_copy"),
    path("standards/<int:pk>/edit/", standard_forms.standard_edit, name="standard_edit"),
    path("standards/<int:pk>/aspects/", standard_forms.aspects_edit, name="aspects_edit"),
    path("standards/<int:pk>/adopt/", standard_forms.standard_adopt, name="standard_adopt"),
    path("standards/<int:pk>/discard/", standard_forms.standard_discard, name="standard_discard"),
    path("standards/<int:pk>/standard.xlsx", standard_files.standard_export, name="standard_export"),
    path("standards/<int:pk>/difference/", standard_compare.standard_difference, name="standard_difference"),
    path("standards/<int:pk>/trial/", trial.standard_trial, name="standard_trial"),
    path("standards/<int:pk>/trial.xlsx", trial.trial_export, name="trial_export"),
    path("standards/<int:pk>/indicators/new/", indicators.indicator_new, name="indicator_new"),
    path("standards/<int:pk>/indicators/preview/", indicators.indicator_preview, name="indicator_preview"),
    path("standards/indicators/<int:pk>/", indicators.indicator_edit, name="indicator_edit"),
    path("standards/indicators/<int:pk>/remove/", indicators.indicator_remove, name="indicator_remove"),
]

DUTY_REVIEWS = [
    path("duty-reviews/", duty.duty_review_list, name="duty_reviews"),
    path("duty-reviews/export.xlsx", duty.duty_reviews_export, name="duty_reviews_export"),
    path("duty-reviews/new/", duty_forms.duty_review_new, name="duty_review_new"),
    path("duty-reviews/<int:pk>/", duty.duty_review_detail, name="duty_review"),
    path("duty-reviews/<int:pk>/edit/", duty_forms.duty_review_edit, name="duty_review_edit"),
    path("duty-reviews/<int:pk>/void/", duty_forms.duty_review_void, name="duty_review_void"),
    path("duty-reviews/<int:pk>/result.pdf", duty.duty_review_pdf, name="duty_review_pdf"),
    path("duty-reviews/<int:pk>/result.docx", duty.duty_review_docx, name="duty_review_docx"),
]

HONOURS = [
    path("honours/", honours.honour_list, name="honours"),
    path("honours/export.xlsx", honours.honours_export, name="honours_export"),
    path("honours/new/", honours.honour_new, name="honour_new"),
    path("honours/<int:pk>/edit/", honours.honour_edit, name="honour_edit"),
    path("honours/<int:pk>/void/", honours.honour_void, name="honour_void"),
    path("honours/<int:pk>/certificate.pdf", honours.honour_pdf, name="honour_pdf"),
    path("branches/<int:branch_pk>/honours/", honours.honour_panel, name="honour_panel"),
]

BRANCH = [
    path("<int:pk>/branches/<int:branch_pk>/", score.score, name="score"),
    path("<int:pk>/branches/<int:branch_pk>/score.pdf", score.score_pdf, name="score_pdf"),
    path("<int:pk>/branches/<int:branch_pk>/review/<str:code>/", reviews.review, name="review"),
    path("<int:pk>/branches/<int:branch_pk>/self/", own_words.self_assess, name="self_assess"),
    path("<int:pk>/branches/<int:branch_pk>/objections/new/", own_words.objection_raise, name="objection_raise"),
    path("branches/<int:branch_pk>/now/", now.now, name="now"),
    path("branches/<int:branch_pk>/panel/", now.branch_panel, name="branch_panel"),
    path("reviews/<int:pk>/confirm/", reviews.review_confirm, name="review_confirm"),
    path("reviews/files/<int:pk>/", reviews.review_file, name="review_file"),
    path("objections/", objections.objections, name="objections"),
    path("objections/export.xlsx", objections.objections_export, name="objections_export"),
    path("objections/<int:pk>/", objections.objection_answer, name="objection_answer"),
]

APPLICATIONS = [
    path("ratings/applications/", applications.application_list, name="applications"),
    path("ratings/applications/export.xlsx", applications.applications_export, name="applications_export"),
    path("ratings/applications/<int:pk>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("ratings/branches/<int:branch_pk>/apply/<int:year>/", applications.apply, name="apply"),
]

RATINGS = [
    path("ratings/", ratings.rating_list, name="ratings"),
    path("ratings/export.xlsx", ratings.ratings_export, name="ratings_export"),
    path("ratings/rate/", ratings.rate, name="rate"),
    path("ratings/<int:pk>/", ratings.rating, name="rating"),
    path("ratings/<int:pk>/export.xlsx", ratings.rating_export, name="rating_export"),
    path("ratings/<int:pk>/rating.pdf", rating_papers.rating_pdf, name="rating_pdf"),
    path("ratings/<int:pk>/publish/", rating_steps.rating_publish, name="rating_publish"),
    path("ratings/<int:pk>/reopen/", rating_steps.rating_reopen, name="rating_reopen"),
    path("ratings/vetoes/", vetoes.veto_list, name="vetoes"),
    path("ratings/vetoes/export.xlsx", vetoes.vetoes_export, name="vetoes_export"),
    path("ratings/vetoes/new/", vetoes.veto_new, name="veto_new"),
    path("ratings/vetoes/<int:pk>/void/", vetoes.veto_void, name="veto_void"),
    path("branches/<int:branch_pk>/stars/", panels.branch_stars, name="branch_stars"),
]

PLATES = [
    path("plates/", plates.plate_list, name="plates"),
    path("plates/export.xlsx", plates.plates_export, name="plates_export"),
    path("plates/new/", plates.plate_new, name="plate_new"),
    path("plates/<int:pk>/edit/", plates.plate_edit, name="plate_edit"),
    path("plates/<int:pk>/void/", plates.plate_void, name="plate_void"),
    path("plates/<int:pk>/certificate.pdf", rating_papers.certificate, name="certificate"),
]

urlpatterns = [*ASSESSMENTS, *STANDARDS, *DUTY_REVIEWS, *HONOURS, *BRANCH, *APPLICATIONS, *RATINGS, *PLATES]
