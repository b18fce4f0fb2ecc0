"""Expressions of time, and the dates that they mean."""
