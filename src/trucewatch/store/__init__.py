"""What a workspace keeps: documents with their bytes, what was read from them, and what people decided."""

from trucewatch.store.protocol import Accepted, Derived, Extraction, Store

__all__ = ["Accepted", "Derived", "Extraction", "Store"]
