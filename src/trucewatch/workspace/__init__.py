"""One folder with everything that was collected, read, linked and decided about a situation."""

from trucewatch.workspace.collecting import Collected
from trucewatch.workspace.deciding import Judgement
from trucewatch.workspace.explaining import Explanation, Quotation, figure_id
from trucewatch.workspace.settings import Settings, load_settings
from trucewatch.workspace.summary import Progress, Summary
from trucewatch.workspace.workspace import Workspace

__all__ = [
    "Collected",
    "Explanation",
    "Judgement",
    "Progress",
    "Quotation",
    "Settings",
    "Summary",
    "Workspace",
    "figure_id",
    "load_settings",
]
