"""Write the list of common English words that weighs words and names in stories.

usage: python -m training.stories.words

The words are the whole words of the encoder's vocabulary (`training/encoder`), in its order.
"""

from __future__ import annotations

import json

from benchmarks.scorers import ROOT

from quoth.annotate.encoder import MODEL

LIST = ROOT / "src" / "quoth" / "group" / "data" / "common_words.txt"
HEAD = """\
# English words from the commonest down, made by `python -m training.stories.words`: the whole words
# of two letters or more of the vocabulary of all-MiniLM-L6-v2, which is that of BERT base uncased
# (Apache-2.0), in its order.
"""


def common_words() -> list[str]:
    """Return the words, the commonest first."""
    told = json.loads(MODEL.with_suffix(".tokenizer.json").read_text("utf-8"))
    vocabulary: dict[str, int] = told["model"]["vocab"]
    order = sorted(vocabulary, key=lambda word: vocabulary[word])
    return [word for word in order if len(word) > 1 and word.isalpha()]


def main() -> None:
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_text(HEAD + "\n".join(common_words()) + "\n", encoding="utf-8")
    print(f"{len(common_words())} words")


if __name__ == "__main__":
    main()
