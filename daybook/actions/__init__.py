"""Actions: from a move to a receipt.  Guards answer, a person agrees, one write leaves, and is read back."""
