"""How well quotations are checked: sets that are given, sets that are made, what is counted and how it is told."""
