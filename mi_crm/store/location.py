"""Where the data lives on this computer."""

from pathlib import Path

import platformdirs

FILE_NAME = "mi-crm.db"


def default_file() -> Path:
    """Return the file used when none is named: in the platform's folder for data, which no service syncs."""
    return Path(platformdirs.user_data_dir("MI CRM", appauthor=False, roaming=False)) / FILE_NAME


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    return Path(platformdirs.user_cache_dir("MI CRM", appauthor=False))
