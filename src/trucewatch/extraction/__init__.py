"""Document → statements → mentions, all read from one parse."""
