"""Writers: the ways out of the house.  Everything else in the house only reads."""
