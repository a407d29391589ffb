"""Readers of question sets: one file a format, each giving rows that are checked in one place."""
