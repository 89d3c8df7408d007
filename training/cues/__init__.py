"""How `src/quoth/annotate/data/cues.tsv` was made."""
