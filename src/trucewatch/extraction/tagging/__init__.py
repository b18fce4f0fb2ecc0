"""The trained tagger: which characters are source, cue and content of an attribution."""
