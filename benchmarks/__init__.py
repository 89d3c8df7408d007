"""What we measure: each module prints its figures, `python -m benchmarks.run` all of them."""
