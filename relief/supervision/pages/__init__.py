"""What each part of the pages of leads and cases shows, as plain values for the templates."""
