"""Sources: an export file or an API page becomes column batches and rejected rows.  `readers.py` names every reader."""
