"""What scores tell: the weighted sheet, who stands apart, the same scores on one scale, and how sure a
rank is."""
