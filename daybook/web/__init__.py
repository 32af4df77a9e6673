"""The workbench: pages for people, rendered on the server from what workflows and records give."""
