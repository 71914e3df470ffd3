"""Finding anything in any room, with the reason why it was found."""
