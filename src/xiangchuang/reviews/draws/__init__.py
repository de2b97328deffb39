"""Seats drawn by lot (5.2-1): a list anybody can hold the department to, and a public seed after it."""
