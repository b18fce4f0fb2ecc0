"""Files, folders and lines become documents; what cannot be read is set aside with its reason."""
