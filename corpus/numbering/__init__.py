"""Which printed numbers are the document's own, and what lies under each."""
