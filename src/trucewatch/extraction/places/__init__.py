"""Names of places, and the places that they mean."""
