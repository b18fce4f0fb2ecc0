"""Attributions become statements: whose words they are, and what the speaker does with them."""
