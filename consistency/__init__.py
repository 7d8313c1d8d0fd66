"""The continuity book: tensors that must stay alike. Knows no words."""
