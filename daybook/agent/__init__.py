"""The agent's door: what a program that speaks MCP may read and propose.  It can approve and execute nothing."""
