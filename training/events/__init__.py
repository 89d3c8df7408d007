"""How the event networks were made: see README.md."""
