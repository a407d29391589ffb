"""A paragraph as people cite it: pin cite, link, copied text."""
