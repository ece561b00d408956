"""Advice in the words of the screen."""

from PySide6.QtCore import QCoreApplication

from inspector.core.methods import method_class
from inspector.gui.core_texts import core_text, setting_text, word_text
from inspector.gui.numbers import count, number, percent
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.properties import Kind, Properties
from inspector.workflow.advise.remarks import Question
from inspector.workflow.setting_texts.texts import setting_line


def finding_text(properties: Properties, *, located: bool) -> str:
    """What the images show, by what that was found, and whether parts are located."""
    translate = QCoreApplication.translate
    text = {
        Kind.ALIGNED: translate(
            "Advice",
            "These {count} good images show an aligned part: {place} of what they show lies always in the same place.",
        ),
        Kind.REGULAR_TEXTURE: translate(
            "Advice", "These {count} good images show a regular texture: {repeats} of it repeats itself."
        ),
        Kind.STOCHASTIC_TEXTURE: translate(
            "Advice",
            "These {count} good images show an irregular texture: only {repeats} of it repeats itself.",
        ),
        Kind.FREE_POSE: translate(
            "Advice",
            "These {count} good images show a part in free pose: only {place} of what they show lies always in the "
            "same place.",
        ),
        Kind.BLANK: translate("Advice", "These {count} good images show hardly anything but noise."),
    }[properties.kind]
    if properties.aligned_in_part:
        text += " " + translate(
            "Advice", "That is {share} of the image; elsewhere they differ, as texture or a ground does."
        )
    if located:
        text += " " + translate(
            "Advice",
            "They lie differently, so each part is located first, and then shows in one pose; what lies around it is "
            "not judged.",
        )
    return text.format(
        count=count(properties.images),
        place=percent(max(0.0, properties.alignment), digits=2),
        share=percent(properties.aligned_share, digits=2),
        repeats=percent(max(0.0, properties.periodicity), digits=2),
    )


def proof_text(properties: Properties, *, calibrates_on_all: bool) -> str:
    """What the images that calibrate can prove, and how many more would prove 1 %.

    Args:
        calibrates_on_all: every good image does, by what is recommended.
    """
    translate = QCoreApplication.translate
    if calibrates_on_all:
        text = translate(
            "Advice",
            "All {images} good images set the thresholds, so that the share of good parts that is falsely rejected is "
            "expected and not proven. A fifth of them, {held}, could prove at best that it is no more than {bound}.",
        )
    else:
        text = translate(
            "Advice",
            "A fifth of the good images, {held}, can prove at best that no more than {bound} of good parts are falsely "
            "rejected.",
        )
    if properties.more_images_for_1_percent:
        text += " " + translate("Advice", "Add {more} good images to prove 1 %.")
    return text.format(
        images=count(properties.images),
        held=count(properties.held_out),
        bound=percent(properties.false_reject_bound_95, digits=2),
        more=count(properties.more_images_for_1_percent),
    )


def question_text(question: Question) -> str:
    """How good parts seem to vary, and where a person states that."""
    translate = QCoreApplication.translate
    camera = translate(
        "Advice",
        "In up to {share} of the sampled frames the scene is not where it is in the others: the camera moves, or the "
        "scene is plain and objects pass. If the camera moves, fix it: the methods expect one that does not move.",
    )
    text = {
        "moving camera": camera,
        "rotated": translate(
            "Advice",
            "In {share} of the pairs of good images, one part is rotated against the other, by up to {degrees}°. If "
            "that is intended, state it among the part properties.",
        ),
        "mirrored": translate(
            "Advice",
            "In {share} of the pairs of good images, one part mirrors the other. If that is intended, state it among "
            "the part properties.",
        ),
        "symmetric": translate(
            "Advice",
            "The part looks the same when mirrored ({axes}). If mirrored parts are good, state it among the part "
            "properties: there is more to learn from then.",
        ),
    }[question.kind]
    names = {"horizontal": translate("Advice", "left to right"), "vertical": translate("Advice", "top to bottom")}
    axes = ", ".join(name for axis, name in names.items() if axis in question.axes)
    return text.format(share=percent(question.share, digits=2), degrees=question.degrees, axes=axes)


def method_name(method: str) -> str:
    """The short name of a method, such as PatchCore."""
    return core_text(method_class(method).title).partition(":")[0]


def suggestion_text(suggestion: Suggestion) -> str:
    """Why a training is suggested, and what it needs or changes."""
    translate = QCoreApplication.translate
    cls = method_class(suggestion.method)
    parts = [core_text(cls.hint)]
    if suggestion.settings:
        lines = [
            setting_line(name, setting_text(suggestion.method, name), value, word=word_text, number=number)
            for name, value in suggestion.settings.items()
        ]
        parts.append(translate("Advice", "With {settings}.").format(settings="; ".join(lines)))
    if suggestion.skip_unreadable:
        parts.append(translate("Advice", "What cannot be read is left out."))
    if suggestion.mixed_sizes:
        parts.append(translate("Advice", "Very different image shapes are accepted."))
    return " ".join(parts)
