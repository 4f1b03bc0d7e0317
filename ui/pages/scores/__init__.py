"""考评: bulletins and scores, how a unit's score came about, the yearly report, the score sheets."""
