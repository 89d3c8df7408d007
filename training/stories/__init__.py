"""How the story model was made; see README.md."""
