"""Lists of leads and cases, and the registration form; the pages of one lead and one case are relief.casework's."""
