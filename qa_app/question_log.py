"""What was asked and checked, for a log that is off unless the owner of a server asks for it."""

import logging

QUESTIONS = "pincite.questions"
log = logging.getLogger(QUESTIONS)


def asked(question: str) -> None:
    """Note a question, or a quotation that is checked, if anybody wants to know."""
    log.info("asked", extra={"question": question})
