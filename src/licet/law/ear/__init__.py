"""The Export Administration Regulations, 15 CFR 730-774, as far as licet decides them."""
