"""Programs, their trainings, and the practitioners who are trained in them."""
