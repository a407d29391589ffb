"""Question sets against systems: measured, compared and reported, with intervals and a signature."""
