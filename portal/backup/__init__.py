"""One file that holds the whole portal, and the way back.

take.py:     sqlite.py or postgresql.py copies the database -> stored_files.py the files -> archive.py writes, checks
restore.py:  archive.py checks -> staging.py prepares beside -> sqlite.py or postgresql.py puts in place

Not inside: `.env` with its secrets, sessions (whoever holds the file could act as whoever was signed in), the cache,
static files and the code.
"""

from .archive import BackupError
from .restore import restore_backup
from .take import take_backup

__all__ = ["BackupError", "restore_backup", "take_backup"]
