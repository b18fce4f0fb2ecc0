"""Incidents, assessments and ledgers → a report in which every sentence cites; drawings and exports."""
