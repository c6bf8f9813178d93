"""A month of a bureau: ten squads in the numbers real bureaus report, and hundreds of cases."""
