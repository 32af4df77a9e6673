"""Orders: clocks against promises, bursts of one hand, and lateness held against its usual share."""
