"""The sentence encoder of quoth.annotate."""
