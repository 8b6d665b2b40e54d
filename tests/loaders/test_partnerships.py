"""Partnerships, clause by clause; each rule with sentences that look alike and state none."""

from pathlib import Path

import pytest

from rochdale.loaders.document import file_capture
from rochdale.loaders.items import Item
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.reading import read_record
from tests.loaders.conftest import Items, Says
from tests.loaders.views import organisations, page_of, pairs, partnerships

ILO_AND_ICA = frozenset({"ilo", "ica"})
_PAGE = Path("page.txt")

# acting together


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO and the ICA are implementing an oven scheme.",
        "The ILO and the ICA, two old friends of bread, opened an oven.",
        "The ILO (Geneva) and the ICA (Brussels) have drawn up a guide.",
        "The ILO and the ICA count loaves together.",
        "An oven was built jointly by the ILO and the ICA.",
        "The study carried out jointly by the ILO and the ICA is long.",
        "The guide that the ILO and the ICA prepared is short.",
        "The ILO and the ICA have renewed their memorandum of understanding.",
        "The ILO built the oven with the ICA.",
        "The ILO held a fair alongside the ICA.",
        "The ICA, with which the ILO swaps recipes, has a mill.",
        "The ILO, together with the ICA, launched an oven.",
    ],
)
def test_who_does_something_together_is_a_partner(article: Says, sentence: str) -> None:
    assert pairs(article(sentence)) == {ILO_AND_ICA}


@pytest.mark.parametrize(
    "sentence",
    [
        "L’OIT et l’ACI ont ouvert un four.",
        "L’OIT et l’ACI ont tenu ensemble un registre.",
        "L’OIT et l’ACI construisent conjointement un four.",
        "L’étude a été menée conjointement par l’OIT et l’ACI.",
        "L’OIT a conclu une convention avec l’ACI.",
        "Colloque OIT/ACI sur le pain.",
    ],
)
def test_who_does_something_together_is_a_partner_in_french(french: Says, sentence: str) -> None:
    assert pairs(french(sentence)) == {ILO_AND_ICA}


@pytest.mark.parametrize(
    "sentence",
    [
        "La OIT y la ACI abrieron un horno.",
        "La OIT y la ACI hicieron juntas el registro.",
        "Convocan la OIT y la ACI.",
        "El estudio fue elaborado conjuntamente por la OIT y la ACI.",
        "La OIT colaboró con la ACI en la feria.",
    ],
)
def test_who_does_something_together_is_a_partner_in_spanish(spanish: Says, sentence: str) -> None:
    assert pairs(spanish(sentence)) == {ILO_AND_ICA}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO and the ICA differ on bread.",
        "The ILO, the FAO and the ICA were among the guests.",
        "The ILO studied the ICA.",
        "The ILO built an oven; the ICA watched.",
        "The ILO held a meeting with the ICA.",
        "The ILO welcomed the agreement that the ICA had signed.",
        "According to the ILO, the ICA has many members.",
        "The ILO report was shown at the ICA congress.",
        "The ILO, unlike the ICA, built an oven.",
        "The ILO and the ICA have each published a guide.",
    ],
)
def test_to_be_named_side_by_side_is_no_partnership(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


def test_two_names_with_a_comma_act_together_in_a_headline(entry: Says) -> None:
    assert pairs(entry("ILO, ICA sign agreement")) == {ILO_AND_ICA}


# money and help


@pytest.mark.parametrize(
    "sentence",
    [
        "Sida financed the nursery of SEWA.",
        "Sida funded SEWA’s part of the journey.",
        "Sida lent to SEWA.",
        "Sida gave SEWA a grant.",
        "The Swedish agency paid for it by a grant to SEWA from Sida.",
        "SEWA, which Sida finances, opened a nursery.",
        "SEWA runs a nursery with money from Sida.",
        "SEWA runs a nursery. It is funded by Sida.",
        "With funding from Sida, SEWA opens a nursery.",
        "The nursery of the Agriterra school was opened by SEWA and paid for by Sida.",
    ],
)
def test_a_donor_funds_whom_the_clause_names(article: Says, sentence: str) -> None:
    assert ("sida", "fund", "sewa") in partnerships(article(sentence))


@pytest.mark.parametrize(
    "sentence",
    ["La SEWA dirige une crèche. La FAO la finance.", "La SEWA a ouvert une crèche avec des fonds de la FAO."],
)
def test_a_donor_funds_whom_the_sentence_before_names_in_french(french: Says, sentence: str) -> None:
    assert partnerships(french(sentence)) == {("fao", "fund", "sewa")}


@pytest.mark.parametrize(
    "sentence", ["SEWA hizo una guardería; la FAO la financió.", "Con fondos de la FAO, SEWA abrió una guardería."]
)
def test_a_donor_funds_whom_the_clause_before_names_in_spanish(spanish: Says, sentence: str) -> None:
    assert partnerships(spanish(sentence)) == {("fao", "fund", "sewa")}


@pytest.mark.parametrize(
    "sentence",
    [
        "WIEGO advised SEWA on its books.",
        "WIEGO lent SEWA a room.",
        "WIEGO trained the bookkeepers of SEWA.",
        "SEWA, which WIEGO supports, opened a nursery.",
        "SEWA is supported by WIEGO.",
        "SEWA receives support from WIEGO.",
        "SEWA opened a nursery with the help of WIEGO.",
    ],
)
def test_who_helps_stands_to_whom_it_helps(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("wiego", "support", "sewa")}


@pytest.mark.parametrize("sentence", ["WIEGO a formé les comptables de la SEWA.", "La SEWA est soutenue par WIEGO."])
def test_who_helps_stands_to_whom_it_helps_in_french(french: Says, sentence: str) -> None:
    assert partnerships(french(sentence)) == {("wiego", "support", "sewa")}


@pytest.mark.parametrize(
    "sentence", ["WIEGO asesoró a SEWA en las tarifas.", "SEWA abrió una sala con la ayuda de WIEGO."]
)
def test_who_helps_stands_to_whom_it_helps_in_spanish(spanish: Says, sentence: str) -> None:
    assert partnerships(spanish(sentence)) == {("wiego", "support", "sewa")}


@pytest.mark.parametrize(
    "sentence",
    [
        "WIEGO sent SEWA a message.",
        "SEWA applied for funding from Sida.",
        "SEWA hopes for support from Sida.",
        "SEWA has asked Sida for a loan.",
        "Sida financed a mill. WIEGO wrote to SEWA.",
    ],
)
def test_a_message_or_a_wish_is_no_help(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


def test_the_partner_is_that_of_who_acts_not_of_whom_it_helps(article: Says) -> None:
    found = pairs(article("WIEGO trained the bookkeepers of SEWA, in partnership with Agriterra."))
    assert found == {frozenset({"wiego", "sewa"}), frozenset({"wiego", "agriterra"})}


# members


@pytest.mark.parametrize(
    "sentence",
    [
        "WIEGO joined COPAC in 2015.",
        "WIEGO joined COPAC as an observer.",
        "WIEGO became a member of COPAC.",
        "WIEGO belongs to COPAC.",
        "COPAC counts five bodies, among them WIEGO.",
        "COPAC, of which WIEGO is a member, met in May.",
        "COPAC has admitted WIEGO.",
        "COPAC met in May. Its members are WIEGO and nobody else.",
    ],
)
def test_a_member_or_observer_stands_to_its_body(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("wiego", "member-of", "copac")}


@pytest.mark.parametrize(
    "sentence",
    ["Le COPAC a pour membres WIEGO et nul autre.", "WIEGO a adhéré au COPAC.", "WIEGO est membre du COPAC."],
)
def test_a_member_stands_to_its_body_in_french(french: Says, sentence: str) -> None:
    assert partnerships(french(sentence)) == {("wiego", "member-of", "copac")}


@pytest.mark.parametrize(
    "sentence",
    ["WIEGO ingresa en el COPAC.", "El COPAC, del que WIEGO es miembro, sesionó.", "WIEGO es miembro del COPAC."],
)
def test_a_member_stands_to_its_body_in_spanish(spanish: Says, sentence: str) -> None:
    assert partnerships(spanish(sentence)) == {("wiego", "member-of", "copac")}


@pytest.mark.parametrize(
    "sentence",
    [
        "WIEGO joined COPAC in a song.",
        "WIEGO is no longer a member of COPAC.",
        "WIEGO left COPAC in 2015.",
        "WIEGO withdrew from COPAC.",
        "WIEGO belonged to COPAC until 2015.",
        "Former members of COPAC include WIEGO.",
        "WIEGO has not yet joined COPAC.",
    ],
)
def test_who_is_no_member_any_more_or_yet_is_none(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


# what did not happen


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither the ILO nor the ICA signed the agreement.",
        "The ILO did not sign the agreement with the ICA.",
        "The ILO refused to sign an agreement with the ICA.",
        "The agreement between the ILO and the ICA was never signed.",
        "The proposed partnership between the ILO and the ICA was rejected.",
        "The ILO ended its partnership with the ICA.",
        "The ILO could support the ICA.",
        "The ILO would like to work with the ICA.",
        "The ILO plans to sign an agreement with the ICA.",
        "The ILO calls on the ICA to support WIEGO.",
        "If the ILO funded the ICA, bread would be cheaper.",
        "The ICA denied that the ILO funds it.",
        "Is the ILO funding the ICA?",
        "People say the ILO paid for the oven of the ICA.",
        "The fair, which the ILO and the ICA were to host jointly, will not take place.",
    ],
)
def test_what_is_denied_wished_or_asked_is_no_partnership(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Ni l’OIT ni l’ACI n’ont signé l’accord.",
        "L’OIT n’a pas signé d’accord avec l’ACI.",
        "L’OIT pourrait soutenir l’ACI.",
        "L’ACI n’est plus membre du COPAC.",
        "La foire que l’OIT et l’ACI devaient tenir ensemble est annulée.",
    ],
)
def test_what_is_denied_or_wished_is_no_partnership_in_french(french: Says, sentence: str) -> None:
    assert not partnerships(french(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "La OIT y la ACI no firmaron el acuerdo.",
        "La OIT no firmó convenio alguno con la ACI.",
        "La ACI rechazó un convenio con la OIT.",
        "La OIT podría apoyar a la ACI.",
        "Ni la OIT ni la ACI organizaron la feria.",
    ],
)
def test_what_is_denied_or_wished_is_no_partnership_in_spanish(spanish: Says, sentence: str) -> None:
    assert not partnerships(spanish(sentence))


def test_a_title_that_calls_off_calls_off_what_its_entry_tells(items: Items) -> None:
    page = page_of("Latest", "  1. News", "    Cancelled: fair of the bakers", "    4 May 2022")
    told = page + "\n    The ILO and the ICA host the fair.\n"
    assert not items(told)[1].partnerships


# words that stand for organisations named before


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO and the ICA met in May. Both organisations drafted the law together.",
        "The ILO and the ICA met in May. The two bodies wrote a guide.",
        "The ILO and the ICA met in May. They wrote a guide together.",
    ],
)
def test_both_organisations_are_those_named_before(article: Says, sentence: str) -> None:
    assert pairs(article(sentence)) == {ILO_AND_ICA}


def test_both_organisations_are_those_named_before_in_french_and_spanish(french: Says, spanish: Says) -> None:
    for item in (
        french("L’OIT et l’ACI se sont vues en mai. Les deux organisations ont rédigé un guide."),
        spanish("La OIT y la ACI se vieron en mayo. Ambas organizaciones hicieron juntas una guía."),
    ):
        assert pairs(item) == {ILO_AND_ICA}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO, the FAO and the ICA met in May. Both organisations wrote a guide.",
        "The ILO and the ICA met in May. They liked it.",
        "The ILO and the ICA met in May. The two children wrote a guide together.",
    ],
)
def test_other_numbers_and_other_people_are_not_meant(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


def interview(answer: str) -> str:
    return page_of(
        "Interview with Kenji Morino, president of SEWA",
        "4 May 2022",
        "How did you begin?",
        "With a debt.",
        "Who helped you?",
        answer,
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Sida financed our oven.", ("sida", "fund", "sewa")),
        ("WIEGO trained us.", ("wiego", "support", "sewa")),
        ("In 2015 we became a member of COPAC.", ("sewa", "member-of", "copac")),
        ("We baked bread together with Agriterra.", ("sewa", "partner", "agriterra")),
    ],
)
def test_we_in_an_interview_is_the_organisation_of_who_speaks(
    items: Items, answer: str, expected: tuple[str, str, str]
) -> None:
    assert expected in partnerships(items(interview(answer))[0])


@pytest.mark.parametrize(
    "answer",
    ["We hoped that Sida would finance an oven.", "We are not a member of COPAC.", "Sida did not pay for our oven."],
)
def test_we_can_deny_too(items: Items, answer: str) -> None:
    assert not partnerships(items(interview(answer))[0])


def test_we_outside_an_interview_is_nobody_known(article: Says) -> None:
    assert not partnerships(article("WIEGO trained us."))


# lists and fields in the text


def listed(heading: str) -> str:
    return page_of(
        "Committee for the Promotion and Advancement of Cooperatives (COPAC)",
        "The committee was founded in 1971 and meets twice a year to speak of bread and of statistics.",
        heading,
        "• WIEGO\n• Agriterra",
        "The committee has no office of its own, and its chair changes every second year.",
    )


@pytest.mark.parametrize("heading", ["Full members", "Members and observers", "Observers (no vote)", "Our affiliates"])
def test_a_list_of_members_stands_to_the_body_of_the_page(items: Items, heading: str) -> None:
    assert partnerships(items(listed(heading))[0]) == {
        ("wiego", "member-of", "copac"),
        ("agriterra", "member-of", "copac"),
    }


@pytest.mark.parametrize(
    "heading", ["Past members", "Former members", "Pending applications of members", "Photographs"]
)
def test_a_list_of_past_members_or_of_other_things_states_nothing(items: Items, heading: str) -> None:
    assert not partnerships(items(listed(heading))[0])


def test_a_list_of_partners_stands_to_who_carries_the_work_out(items: Items) -> None:
    page = page_of(
        "Bread for the valley",
        "4 May 2022",
        "The project is implemented by We Effect and goes on for three years in all villages of the valley.",
        "Partners on the ground",
        "• WIEGO\n• Agriterra",
    )
    item = items(page)[0]
    assert pairs(item) == {frozenset({"we-effect", other}) for other in ("wiego", "agriterra")}
    assert organisations(item) == {"we-effect": "implementer", "wiego": "partner", "agriterra": "partner"}


def test_what_a_phrase_lists_one_by_one_is_one_list(article: Says) -> None:
    item = article(
        "The oven was built by the ILO, in close collaboration with three bodies from all over the valley: WIEGO, "
        "Manchester (women); SEWA, Ahmedabad (women); and Agriterra, Arnhem (farmers)."
    )
    assert pairs(item) == {frozenset({"ilo", other}) for other in ("wiego", "sewa", "agriterra")}


def test_each_partnership_names_its_rule_and_shows_its_words(items: Items) -> None:
    for found in items(listed("Full members"))[0].partnerships:
        assert (found.rule, found.sentence) in {("list", "WIEGO"), ("list", "Agriterra")}
        assert found.words
        assert 0 < found.confidence < 1


# the weaker readings


def leniently(sentence: str) -> Item:
    data = page_of("Notes from the valley", "4 May 2022", sentence).encode()
    return read_record(read_capture(file_capture(_PAGE, data)), recall=True).items[0]


def test_subjects_of_an_unknown_verb_are_partners_on_request_only(article: Says) -> None:
    sentence = "The ILO and the ICA whitewash the oven."
    assert not partnerships(article(sentence))
    (found,) = leniently(sentence).partnerships
    assert (found.rule, found.relation) == ("co-actors", "partner")
    assert found.confidence <= 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO and the ICA did not whitewash the oven.",
        "The ILO and the ICA attended the fair.",
        "The ILO and the ICA are in Europe.",
        "Do the ILO and the ICA whitewash the oven?",
    ],
)
def test_the_weaker_reading_respects_denial_and_attendance(sentence: str) -> None:
    assert not leniently(sentence).partnerships


def test_on_request_nothing_is_said_less(article: Says) -> None:
    sentence = "The ILO and the ICA organized a fair with the support of WIEGO."
    assert partnerships(leniently(sentence)) >= partnerships(article(sentence))
