"""The web app: the chat, by Gradio, beside the plain pages and the API."""

import os
from typing import TYPE_CHECKING

from qa_app.service import Service

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app(service: Service) -> "FastAPI":
    """The whole app, ready for a server. It makes no request to anywhere."""
    # Gradio reads this when it is imported, and asks its makers' servers otherwise.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from qa_app.api import create_api
    from qa_app.web.chat import mount_chat

    return mount_chat(create_api(service), service)
