"""Who is said to say what: attributions from the tagger and from the syntax, joined."""
