"""What moved somebody's money: which of it is asked for, and how it is found."""
