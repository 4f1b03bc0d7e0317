"""The golden papers: byte for byte what the engine must make of known values.

``python -m tests.papers.golden`` makes them anew (look at them before they are committed, and say why they changed).
They are written without compression, so that they do not depend on a zlib.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, Options, render
from tests.papers import sample, sample_duties, sample_receptions

FOLDER = Path(__file__).parent / "golden_pdfs"

PAPERS: Mapping[str, tuple[str, dict[str, Any], bool]] = {
    "mediation_acceptance": ("mediation_acceptance", sample.dispute(), True),
    "mediation_acceptance-blank": ("mediation_acceptance", {}, False),
    "mediation_acceptance-long": (
        "mediation_acceptance",
        sample.dispute(statement=sample.STATEMENT * 12),
        False,
    ),
    "accept_notice": ("accept_notice", sample.petition(), True),
    "receipt_notice": ("receipt_notice", sample.petition(route="administrative"), False),
    "service_receipt": ("service_receipt", sample.service(), True),
    "mediation_application": ("mediation_application", sample.mediated(), False),
    "mediation_application-blank": ("mediation_application", {}, True),
    "mediation_record": ("mediation_record", sample.mediated(), True),
    "mediation_record-blank": ("mediation_record", {}, True),
    "mediation_agreement": ("mediation_agreement", sample.mediated(), True),
    "mediation_agreement-blank": ("mediation_agreement", {}, True),
    "followup_record": ("followup_record", sample.mediated(), True),
    "petition_register": ("petition_register", sample.decided(), True),
    "petition_register-blank": ("petition_register", {}, True),
    "visit_register": ("visit_register", sample.decided(), True),
    "visit_register-blank": ("visit_register", {}, True),
    "decision_letter": ("decision_letter", sample.decided(), True),
    "forward_letter": ("forward_letter", sample.handed("forward"), True),
    "assign_letter": ("assign_letter", sample.handed("assign"), True),
    "assign_letter-dispute": ("assign_letter", sample.handed("assign", dispute_of=True), False),
    "objection_letter": ("objection_letter", sample.objected(), True),
    "escalation_report": ("escalation_report", sample.escalated(), True),
    "escalation_report-blank": ("escalation_report", {}, True),
    "completion_report": ("completion_report", sample.completed(), True),
    "completion_report-blank": ("completion_report", {}, True),
    "oral_agreement": ("oral_agreement", sample.oral(), True),
    "oral_agreement-blank": ("oral_agreement", {}, True),
    "satisfaction_form": ("satisfaction_form", sample.evaluated(), True),
    "satisfaction_form-blank": ("satisfaction_form", {}, True),
    "revisit_record": ("revisit_record", sample.evaluated(), True),
    "extension_approval": ("extension_approval", sample.extended(), False),
    "extension_notice": ("extension_notice", sample.extended(), True),
    "leader_reception": ("leader_reception", sample_receptions.reception(), True),
    "leader_reception-blank": ("leader_reception", {}, True),
    "reception_roster": ("reception_roster", sample_receptions.roster(), True),
    "agency_mandate": ("agency_mandate", sample_receptions.mandate(), True),
    "agency_mandate-blank": ("agency_mandate", {}, True),
    "agency_register": ("agency_register", sample_receptions.mandate(), True),
    "screening_register": ("screening_register", sample.found(), True),
    "screening_register-blank": ("screening_register", {}, True),
    "recovery_sheet": ("recovery_sheet", sample.recovery(), True),
    "mediation_suitability": ("mediation_suitability", sample.suitable(), True),
    "mediation_suitability-refused": ("mediation_suitability", sample.suitable(refused=True), True),
    "mediation_suitability-blank": ("mediation_suitability", {}, True),
    "rights_notice": ("rights_notice", sample.dispute(), True),
    **{paper: (paper, values, True) for paper, values in sample_duties.PAPERS.items()},
    **{f"{paper}-blank": (paper, {}, True) for paper in sample_duties.PAPERS},
    "duty_card-long": ("duty_card", sample_duties.duty_card(14), True),
    "handover_list-long": ("handover_list", sample_duties.handover(40), True),
}


def make(name: str, fonts: FontSet, descriptions: Descriptions) -> bytes:
    """One golden paper as the engine makes it now."""
    paper, values, issued = PAPERS[name]
    return render(
        descriptions[paper], values, issued=issued, fonts=fonts, options=Options(compress=False)
    ).pdf


def main() -> None:
    """Writes all golden papers."""
    FOLDER.mkdir(exist_ok=True)
    fonts, descriptions = FontSet.bundled(), Descriptions()
    for name in PAPERS:
        content = make(name, fonts, descriptions)
        (FOLDER / f"{name}.pdf").write_bytes(content)
        sys.stdout.write(f"{name}.pdf {len(content)} bytes\n")


if __name__ == "__main__":
    main()
