"""B³ F1 of the partition of news articles by the incident they are chiefly about.

Set: incidents_documents, 2014–15 (US shootings, one incident an article; Gun Violence Archive by way of
SemEval-2018 task 5). Each article goes to the incident of which it is a `main` document, or stands alone.
Split: by a hash of the incident's id. Weights and thresholds were chosen on the fitting half; figures are
reported on the other half.
"""

from __future__ import annotations

import hashlib


def is_fit(incident_id: str) -> bool:
    """True for incidents whose articles weights may be chosen on."""
    return hashlib.sha256(incident_id.encode()).digest()[0] % 2 == 0
