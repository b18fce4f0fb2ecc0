"""Figures of people killed, wounded, captured, missing or displaced, each with its claimant."""
