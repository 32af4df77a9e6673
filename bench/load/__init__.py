"""How the workbench holds under load."""
