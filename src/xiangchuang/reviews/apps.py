from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "xiangchuang.reviews"

    def ready(self) -> None:
        from xiangchuang.files.gates import register_gate
        from xiangchuang.notify.kinds import register_message_kind
        from xiangchuang.proposals.plan_annexes import register_annex
        from xiangchuang.proposals.plan_beside import contribute_notes
        from xiangchuang.proposals.plan_files import let_experts_read
        from xiangchuang.proposals.reading_mask import contribute_mask
        from xiangchuang.proposals.revision_parts import register_revision_part
        from xiangchuang.reviews import stage_kinds  # noqa: F401
        from xiangchuang.reviews.answers import answers_annex, answers_content, leave_answers
        from xiangchuang.reviews.masked_plan import lift_masks_when, may_read_openly, reader_mask
        from xiangchuang.reviews.meeting.messages import KINDS
        from xiangchuang.reviews.meeting.questions import PRESENTATION_PURPOSE
        from xiangchuang.reviews.meeting.visibility import has_met, may_read_presentation
        from xiangchuang.reviews.on_site.photographs import register_photo_gate
        from xiangchuang.reviews.opinion_notes import opinion_notes
        from xiangchuang.reviews.remind_experts import KIND

        let_experts_read(may_read_openly)
        contribute_mask(reader_mask)
        register_message_kind(KIND)
        lift_masks_when(has_met)
        contribute_notes(opinion_notes)
        register_annex("answers", _("意见答复表"), answers_annex)
        register_revision_part("opinion_answers", content=answers_content, copy=leave_answers)
        register_photo_gate()
        register_gate(PRESENTATION_PURPOSE, may_read_presentation)
        for kind in KINDS:
            register_message_kind(kind)
