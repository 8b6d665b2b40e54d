"""Denial: what a sentence says did not happen, was called off, is over, or is only wished, planned or asked for."""

import re

_NEGATED = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|cancell?ed|postponed|declined|refused|rejected|denied|"
    r"appl(?:y|ies|ied) for|hopes? for|asked for|requested|seeks?|sought|sollicit\w+|solicit\w+|denied|denies|"
    r"ended|terminated|broke off|proposed|planned|possible|potential|a mis fin à|ont mis fin à|puso fin a|rompió|"
    r"failed|ne|n['’]|pas|jamais|sans|annulée?s?|reportée?s?|refus[ée]e?|no|nunca|tampoco|sin|cancelad[oa]s?|"
    r"aplazad[oa]s?|suspendid[oa]s?|rechazó|negó|former|formerly|ancien(?:ne)?s?|antigu[oa]s?)\b",
    re.I,
)
_WISHED = re.compile(
    r"\b(?:would|could|should|might|may|if|hope[sd]?|want(?:s|ed)?|wish(?:es|ed)?|plan(?:s|ned)?|propose[sd]?|"
    r"consider(?:s|ed|ing)?|intend(?:s|ed)?|considering|explor(?:es?|ed|ing)|tried|refus|were to|was to|"
    r"pourrai(?:t|ent)|devrai(?:t|ent)|devai(?:t|ent)|voudrai(?:t|ent)|souhaite(?:nt)?|envisage(?:nt)?|espère(?:nt)?|"
    r"podría[n]?|debía[n]?|debería[n]?|quería[n]?|quiere[n]?|espera[n]?|desea[n]?|propone[n]?|proyecta[n]?)\b",
    re.I,
)
_PUT_TO = re.compile(
    r"\b(?:if|whether|unless|hope[sd]? that|calls? (?:on|for)|called (?:on|for)|urge[sd]?|ask(?:s|ed)?(?: that)?|"
    r"would like|demande(?:nt)? (?:que|à|au|aux)|appelle(?:nt)?|espère(?:nt)? que|piden? (?:que|a)|insta[n]? a|"
    r"exhorta[n]? a|espera[n]? que|"
    r"(?:people|some) say|reportedly|allegedly|on dit que|se dice que|dicen que|"
    r"(?:denie[sd]|deny|nient?|niegan?|negó|a nié) (?:that|que)|it is not true|il est faux|no es cierto|rumou?rs?)\b",
    re.I,
)
_CALLED_OFF = re.compile(
    r"\b(?:was|were|is|are|has been|have been|been|a été|ont été|est|sont|fue|fueron|ha sido|está|se)\s(?:\w+ly\s)?"
    r"(?:cancell?ed|postponed|called off|broken off|annulée?s?|reportée?s?|cancelad[oa]s?|aplazad[oa]s?|"
    r"suspendid[oa]s?|suspendió|canceló|aplazó)\b|"
    r"\bwill not take place\b|\bn['’](?:aura|ont|a) pas (?:eu )?lieu\b|\bno se celebr\w+|\btampoco se celebr\w+|"
    r"\bdejaron sin efecto\b|\bhave (?:cancelled|postponed|called off)\b|\bnever signed\b|\bbroken off\b|"
    r"\b(?:was|were|has been) (?:rejected|refused|turned down)\b|\ba été (?:rejeté|refusé)e?\b|\bfue rechazad[oa]\b|"
    r"\ba, elle?, été annulée?\b|^(?:cancel?led|postponed|annulée?|reportée?|cancelad[oa]|aplazad[oa]|suspendid[oa])\b",
    re.I,
)
_CALLED_OFF_STEMS = (
    *("cancel", "postpon", "called off", "broken off", "annul", "report", "aplaz", "suspend", "take place", "lieu"),
    *("celebr", "sin efecto", "never signed", "reject", "refus", "turned down", "rejet", "rechaz"),
)
"""One of them stands wherever `_CALLED_OFF` matches; plain words are found much faster."""
_CALLED_OFF_TITLE = re.compile(
    r"(?:cancel?led|postponed|annulée?s?|reportée?s?|cancelad[oa]s?|aplazad[oa]s?|suspendid[oa]s?)\b", re.I
)
_ENDED = re.compile(
    r"\b(?:left|quit|withdrew|withdraws|has since left|resigned from|until (?:19|20)\d\d|jusqu['’]en (?:19|20)\d\d|"
    r"hasta (?:19|20)\d\d|s['’]est retirée?|a quitté|se retiró|abandonó|ya no|plus membres?|ne\s+\w+\s+plus)\b",
    re.I,
)
_PURPOSE = re.compile(r"\bto\s(?:\w+ly\s)?$", re.I)
_UNDER_WAY = re.compile(
    r"\b(?:agree[sd]?|continue[sd]?|begins?|began|help(?:s|ed)?|together|forces|partner(?:s|ed|ing)?|up|set|going|"
    r"decide[sd]?|collaborat(?:e|es|ed|ing)|cooperat(?:e|es|ed|ing)|join(?:s|ed)?|work(?:s|ed|ing)?|came together|"
    r"committed|pledge[sd]?|able)\s+to\s(?:\w+ly\s)?$",
    re.I,
)
_QUESTION = re.compile(r"[^.;:!?]*\?")
_BEFORE = 30


def is_called_off(text: str, start: int, end: int) -> bool:
    """The sentence says that what it tells of was called off."""
    sentence = text[start:end].lower()
    return any(stem in sentence for stem in _CALLED_OFF_STEMS) and _CALLED_OFF.search(text, start, end) is not None


def is_title_of_called_off(text: str, start: int) -> bool:
    """The title that begins there opens with the word that calls off what it tells of."""
    return _CALLED_OFF_TITLE.match(text, start) is not None


def is_denied_before(text: str, start: int, end: int) -> bool:
    """Words right before `end` deny or only wish what follows there; nothing before `start` counts."""
    return _negates(text, max(start, end - _BEFORE), end)


def is_wished(text: str, start: int, subject: int, end: int) -> bool:
    """A verb that ends a stretch from `subject` to `end` is only wished, planned or asked for, or is over.

    Args:
        text: the document.
        start: where the clause begins.
        subject: end of the verb's subject.
        end: where the verb begins.
    """
    if _WISHED.search(text, subject, end) or _ENDED.search(text, subject, end):
        return True
    purpose = _PURPOSE.search(text, subject, end)
    headline = text[subject:end].strip() == "to"
    if purpose is not None and not headline and not _UNDER_WAY.search(text, subject, end):
        return True
    return _PUT_TO.search(text, start, subject) is not None


def _negates(text: str, start: int, end: int) -> bool:
    found = _NEGATED.search(text, start, end)
    return found is not None and not text.startswith(("not only", "no solo", "no sólo"), found.start())


def is_over(text: str, start: int, end: int) -> bool:
    """The stretch says that a membership or partnership has ended."""
    return _ENDED.search(text, start, end) is not None


def question_from(text: str, start: int, end: int) -> int:
    """Where the question begins with which the sentence ends, or its end."""
    if "?" not in text[start:end]:
        return end
    found = list(_QUESTION.finditer(text, start, end))
    return found[-1].start() if found else end
