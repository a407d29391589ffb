"""The quotation desk: is a quotation word for word what a document says, and if not, what was changed?"""
