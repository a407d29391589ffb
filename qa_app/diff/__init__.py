"""What changed between two documents."""
