"""The pair model of quoth.align."""
