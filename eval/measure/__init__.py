"""Measures, curves, intervals: from runs and gold to figures."""
