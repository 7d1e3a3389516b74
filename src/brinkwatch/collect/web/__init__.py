"""The open web: feeds and pages, fetched with manners and never from a private network."""
