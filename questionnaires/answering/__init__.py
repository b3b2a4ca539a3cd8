"""Step 3: a district's team answers, signs, corrects; a facilitator helps.

filling.py has the one thing that every screen stands on; times.py and permissions.py say when and who; the actions are
in saving.py (answers), signing.py and help_actions.py; the rest are screens.
"""
