"""How each shipped model was made: one folder a model, with its card."""
