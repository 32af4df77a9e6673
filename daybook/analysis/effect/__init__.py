"""What a move brought: matched controls, honest intervals, strength borrowed over all moves measured together."""
