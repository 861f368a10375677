"""None: database.py makes the tables. A package all the same, or Django could not build on viewflow's migrations."""
