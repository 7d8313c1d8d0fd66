"""Services at the other end of a wire: pictures and voices that are paid for, not made here."""
