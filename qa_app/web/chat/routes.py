"""Where a conversation is saved from."""

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse

from qa_app.web.chat.conversations import Conversations
from qa_app.web.chat.saving import as_json, as_markdown
from qa_app.web.pages import error_page
from qa_app.web.responses import page

FORMATS = {"md": (as_markdown, "text/markdown; charset=utf-8"), "json": (as_json, "application/json")}
NOTHING = "There is no such conversation here: it may have been asked before the server was started."


def add_conversation_routes(app: FastAPI, conversations: Conversations) -> None:
    """/conversation/TOKEN.md and .json; only who has the token of a conversation can ask for it."""

    @app.get("/conversation/{name}", include_in_schema=False)
    def saved(name: str) -> Response:
        token, _, extension = name.partition(".")
        conversation = conversations.get(token)
        if extension not in FORMATS or not conversation.exchanges:
            return page(error_page("Nothing to save", NOTHING), 404)
        render, media_type = FORMATS[extension]
        headers = {
            "Content-Disposition": f'attachment; filename="pincite-conversation.{extension}"',
            "Cache-Control": "no-store",
        }
        return Response(render(conversation), media_type=media_type, headers=headers)

    @app.get("/conversation", include_in_schema=False)
    def nothing() -> HTMLResponse:
        return page(error_page("Nothing to save", NOTHING), 404)
