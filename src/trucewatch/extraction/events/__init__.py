"""What is said to have happened: mentions with their roles, times, places and flags."""
