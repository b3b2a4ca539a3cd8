"""The demonstration: the pilot's Guinea cycle on maternal deaths, with sites, stories and accounts.

Everything goes through the actions that people's own work goes through, in the order of the import layers.
"""
