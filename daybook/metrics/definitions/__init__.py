"""The definitions, by subject.  Wording follows the platforms; `note` says where a name misleads."""
