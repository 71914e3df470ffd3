"""Where the data lives on this computer."""

from pathlib import Path

import platformdirs

FILE_NAME = "mi-crm.db"

ALLOW_PLACE = "MI_CRM_ALLOW_PLACE"
"""Set to 1 by an administrator who knows better: the file may lie anywhere, and is checked at every open."""


def default_file() -> Path:
    """Return the file used when none is named: in the platform's folder for data, which no service syncs."""
    return Path(platformdirs.user_data_dir("MI CRM", appauthor=False, roaming=False)) / FILE_NAME


def state_folder() -> Path:
    """Return the folder for what this user's computer remembers, which is of no use on another."""
    return Path(platformdirs.user_state_dir("MI CRM", appauthor=False))


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    return Path(platformdirs.user_cache_dir("MI CRM", appauthor=False))
