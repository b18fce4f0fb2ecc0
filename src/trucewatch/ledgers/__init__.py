"""Statements and incidents → promises, demands, notifications, access, investigations and pledges."""

from trucewatch.ledgers.keeping import keep_ledgers

__all__ = ["keep_ledgers"]
