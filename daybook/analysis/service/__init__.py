"""Customer service as numbers: queues and the people that they need, rosters, asks to come, questions that are alike."""
