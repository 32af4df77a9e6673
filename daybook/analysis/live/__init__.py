"""A live show minute by minute: what it should look like, what to say to the host, and what a prompt brought.

Everything is learnt from earlier shows of the same account and from the show itself; nothing here reads a clock or a lake.
"""
