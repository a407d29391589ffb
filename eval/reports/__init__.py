"""What was measured, as tables, files and pages; compared, and held to floors."""
