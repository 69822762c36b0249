"""The interface as ninja knows it: its addresses, who may ask, and what is said of faults."""

from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from reports.api.faults import refuse_with
from reports.api.operations import router
from reports.api.security import TokenAuth

TITLE = "党建数据接口"
ABOUT = (
    "供本院其他系统读取组织生活、整改、考评和星级的汇总数，业务指标，以及已发布的工作报告，只读。令牌代表法院，不代表个人；"
    "不提供党员个人情况和会议记录。数字与本系统的页面、导出一致。"
)


class Readable(JSONRenderer):
    """Chinese as such, not in numbers."""

    json_dumps_params = {"ensure_ascii": False}


# Its own pages load scripts from elsewhere; ours stand in pages.py.
api = NinjaAPI(
    title=TITLE,
    version="1",
    description=ABOUT,
    urls_namespace="api",
    auth=TokenAuth(),
    renderer=Readable(),
    docs_url=None,
    openapi_url=None,
)
api.add_router("", router)
refuse_with(api)


def description() -> OpenAPISchema:
    """The interface in OpenAPI's form."""
    return api.get_openapi_schema(path_prefix=reverse("api:openapi").removesuffix("openapi.json"))
