"""What of a source a quotation leaves out, by an ellipsis or beside it, and whether the reader would miss it."""
