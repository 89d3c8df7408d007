"""The attribution network: data, training, export and its card."""
