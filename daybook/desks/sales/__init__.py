"""The sales desk (晨间台): yesterday's numbers, their comparisons, and what moved."""
