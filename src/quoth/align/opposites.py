"""Verbs that tell the opposite of each other."""

from __future__ import annotations

_PAIRS = {
    "accept": "refuse reject",
    "acquit": "convict",
    "admit": "deny",
    "advance": "retreat",
    "allow": "ban bar block forbid",
    "approve": "reject veto",
    "arrest": "free release",
    "back": "oppose",
    "begin": "end",
    "climb": "drop fall",
    "close": "open reopen",
    "confirm": "deny",
    "continue": "end halt stop",
    "convict": "clear",
    "cut": "increase raise",
    "decline": "increase rise",
    "decrease": "increase rise",
    "deploy": "withdraw",
    "deteriorate": "improve",
    "die": "survive",
    "drop": "increase rise",
    "ease": "escalate tighten",
    "expand": "shrink",
    "fail": "pass succeed",
    "fall": "grow increase rise",
    "gain": "lose",
    "grow": "shrink",
    "halt": "resume",
    "hit": "miss",
    "impose": "lift",
    "improve": "worsen",
    "increase": "lower reduce",
    "lift": "extend",
    "lose": "win",
    "lower": "raise",
    "oppose": "support",
    "overturn": "uphold",
    "permit": "ban",
    "raise": "reduce",
    "ratify": "reject",
    "resume": "suspend",
    "slow": "accelerate",
    "soften": "harden",
    "strengthen": "weaken",
}
OPPOSITES = frozenset(
    pair
    for one, others in _PAIRS.items()
    for other in others.split()
    for pair in ((one, other), (other, one))
)
