"""The quotations of a whole article: found, credited, checked."""
