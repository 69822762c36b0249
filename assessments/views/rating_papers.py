"""A rating and a plate's certificate as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assessments.choices import PlateAct
from assessments.selectors.rating_page import rating_page
from assessments.selectors.rating_paper import certificate_data, rating_data
from assessments.views.plates import plates_of
from assessments.views.rating_frame import rating_for
from core.access import ensure, requires
from core.clock import today
from core.documents import document_response, typeset


@requires("assessments.export_ratings")
def rating_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page shows the user, across A4."""
    rating = rating_for(request, pk, "assessments.export_ratings")
    content = typeset("tables.typ", rating_data(rating, rating_page(request.user, rating, today())))
    name = f"{rating.court}{rating}.pdf"
    action = "assessments.export_ratings"
    return document_response(user=request.user, action=action, subject=rating, filename=name, content=content)


@requires("assessments.print_certificate")
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a plate that was awarded or given back; one that was taken, or that does not stand, has none."""
    plate = get_object_or_404(plates_of(request), pk=pk)
    ensure(request.user, "assessments.print_certificate", plate)
    if plate.act == PlateAct.TAKEN or not plate.stands:
        raise Http404
    return document_response(
        user=request.user,
        action="assessments.print_certificate",
        subject=plate,
        filename=f"{plate.branch}{plate.year}年度{plate.get_stars_display()}党支部证书.pdf",
        content=typeset("certificate.typ", certificate_data(plate)),
    )
