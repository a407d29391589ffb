"""Tests of qa_app."""
