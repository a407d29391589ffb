"""A question of a conversation, over the shipped statement and an encoder that needs no model."""

import json
import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from corpus.errors import LibraryDamaged
from corpus.library import Library
from corpus.types import Document
from index.hashing import HashingEncoder
from index.reader import Reader
from qa_app.answer import Answerer
from qa_app.service import Service
from qa_app.web.chat.browser_state import BrowserState
from qa_app.web.chat.conversations import Conversation
from qa_app.web.chat.exchanging import Exchanging
from qa_app.web.chat.saving import as_json, as_markdown

NOW = "2024-01-02T03:04:05+00:00"
