"""Papers: everything that is printed, made from frozen words and figures only."""
