"""Ceasefire monitoring and verification from open sources and field reports."""
