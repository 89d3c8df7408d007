"""The model that says which candidates are differences that a journalist would want flagged."""
