"""Tables of the volunteering room: who helps, and when."""
