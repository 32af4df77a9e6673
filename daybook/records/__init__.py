"""Records: what must survive and is not a fact.  The only Django models of the house."""
