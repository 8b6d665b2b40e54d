import pytest

from tests.loaders.conftest import Card, Items, Says
from tests.loaders.views import organisations, pairs, partnerships

ILO_AND_ICA = frozenset({"ilo", "ica"})

# one organisation, one role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("The ILO organized a fair.", "organiser"),
        ("A fair was organized by the ILO.", "organiser"),
        ("The ILO will host a fair.", "organiser"),
        ("The fair, hosted by the ILO, was full.", "organiser"),
        ("The ILO participated in a fair.", "participant"),
        ("The fair was attended by the ILO.", "participant"),
        ("The ILO contributed to a fair.", "participant"),
        ("The mill was funded by the ILO.", "donor"),
        ("The ILO funded the mill.", "donor"),
        ("The mill was built with financial support from the ILO.", "donor"),
        ("The ILO launched a project.", "implementer"),
        ("The project is implemented by the ILO.", "implementer"),
        ("The mill was built in partnership with the ILO.", "partner"),
        ("The mill was built with the support of the ILO.", "partner"),
        ("The ILO is a member of no club.", "member"),
        ("The ILO published a report.", "publisher"),
        ("Bread is not the ILO.", ""),
        ("The bakers wrote to the ILO.", ""),
    ],
)
def test_a_verb_or_phrase_gives_a_role(article: Says, sentence: str, role: str) -> None:
    assert organisations(article(sentence)) == {"ilo": role}


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("L’OIT a organisé une foire.", "organiser"),
        ("La foire a été organisée par l’OIT.", "organiser"),
        ("L’OIT a participé à une foire.", "participant"),
        ("Le moulin est financé par l’OIT.", "donor"),
        ("Le projet est mis en œuvre par l’OIT.", "implementer"),
        ("Le moulin a été construit en partenariat avec l’OIT.", "partner"),
    ],
)
def test_a_verb_or_phrase_gives_a_role_in_french(french: Says, sentence: str, role: str) -> None:
    assert organisations(french(sentence)) == {"ilo": role}


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("La OIT organizó una feria.", "organiser"),
        ("La feria fue organizada por la OIT.", "organiser"),
        ("La OIT participó en una feria.", "participant"),
        ("El molino está financiado por la OIT.", "donor"),
        ("El proyecto fue ejecutado por la OIT.", "implementer"),
        ("El molino se construyó en colaboración con la OIT.", "partner"),
    ],
)
def test_a_verb_or_phrase_gives_a_role_in_spanish(spanish: Says, sentence: str, role: str) -> None:
    assert organisations(spanish(sentence)) == {"ilo": role}


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("ILO participates in fair", {"ilo": "participant"}),
        ("ILO COOP holds a fair", {"ilo-coop": "organiser"}),
        ("ILO publishes report on bread", {"ilo": "publisher"}),
        ("WIEGO: Organizing street vendors", {"wiego": "subject"}),
        ("HomeNet South Asia, a network of home-based workers", {"homenet-south-asia": "subject"}),
        ("At a WIPO programme, the ILO shares its ovens", {"wipo": "organiser", "ilo": "participant"}),
        (
            "ILO contributes to the HomeNet International webinar on bread",
            {"ilo": "participant", "homenet-international": "organiser"},
        ),
        ("ILO COOP participates in two parallel events at CSW65", {"ilo-coop": "participant", "csw": ""}),
        ("Jordan launches national strategy, with ILO support", {"ilo": "partner"}),
    ],
)
def test_the_words_of_a_title_give_roles(entry: Says, title: str, roles: dict[str, str]) -> None:
    assert organisations(entry(title)) == roles


@pytest.mark.parametrize(
    "sentence", ["The ILO’s webinar was full.", "The ILO's webinar was full.", "The ILO webinar was full."]
)
def test_an_event_belongs_to_its_organiser(article: Says, sentence: str) -> None:
    assert organisations(article(sentence)) == {"ilo": "organiser"}


def test_each_sentence_gives_its_own_roles(article: Says) -> None:
    assert organisations(article("The ILO attended a fair. The ICA organized it.")) == {
        "ilo": "participant",
        "ica": "organiser",
    }


def test_the_verb_goes_to_the_nearer_name(article: Says) -> None:
    found = organisations(article("The ILO participated in a fair hosted by WIEGO."))
    assert found == {"ilo": "participant", "wiego": "organiser"}


# denied, called off


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO did not organize the fair.",
        "The ILO will not fund the mill.",
        "The ILO never hosted a fair.",
        "The fair was not organized by the ILO.",
        "The fair that the ILO was to hold has been postponed.",
    ],
)
def test_what_is_denied_or_called_off_gives_no_role(article: Says, sentence: str) -> None:
    assert organisations(article(sentence)) == {"ilo": ""}


@pytest.mark.parametrize("sentence", ["L’OIT n’a pas organisé la foire.", "La foire de l’OIT a été annulée."])
def test_what_is_denied_or_called_off_gives_no_role_in_french(french: Says, sentence: str) -> None:
    assert organisations(french(sentence)) == {"ilo": ""}


@pytest.mark.parametrize("sentence", ["La OIT no organizó la feria.", "La feria de la OIT fue cancelada."])
def test_what_is_denied_or_called_off_gives_no_role_in_spanish(spanish: Says, sentence: str) -> None:
    assert organisations(spanish(sentence)) == {"ilo": ""}


def test_a_cancelled_event_has_no_organiser(article: Says) -> None:
    assert organisations(article("The fair organized by the ILO was cancelled.")) == {"ilo": ""}


def test_neither_nor_denies_both(article: Says) -> None:
    assert set(organisations(article("Neither the ILO nor the ICA organized the fair.")).values()) == {""}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO never partnered with the ICA.",
        "The ILO and the ICA will not sign the agreement.",
        "The fair of the ILO and the ICA was cancelled.",
        "The ILO did not organize the fair with the ICA.",
    ],
)
def test_what_is_denied_or_called_off_is_no_partnership(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


# lists


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO, the FAO and the ICA organized a fair.",
        "The ILO, FAO, and ICA organized a fair.",
        "The ILO, FAO & ICA organized a fair.",
        "A fair was organized by the ILO, the FAO and the ICA.",
        "A fair was organized jointly by the ILO, the FAO, and the International Cooperative Alliance (ICA).",
        "The ILO (Geneva), the FAO (Rome) and the ICA (Brussels) organized a fair.",
    ],
)
def test_a_list_shares_its_role_and_pairs_each_with_each(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert organisations(item) == {"ilo": "organiser", "fao": "organiser", "ica": "organiser"}
    assert pairs(item) == {ILO_AND_ICA, frozenset({"ilo", "fao"}), frozenset({"fao", "ica"})}
    assert {relation for _, relation, _ in partnerships(item)} == {"co-organise"}


def test_lists_are_joined_in_french_and_spanish(french: Says, spanish: Says) -> None:
    for item in (
        french("L’OIT, la FAO et l’ACI ont organisé une foire."),
        spanish("La OIT, la FAO y la ACI organizaron una feria."),
    ):
        assert organisations(item) == {"ilo": "organiser", "fao": "organiser", "ica": "organiser"}


def test_a_list_goes_on_behind_an_acronym_in_brackets(article: Says) -> None:
    item = article(
        "The mill is funded by the Swedish International Development Cooperation Agency (Sida), the FAO and the ICA."
    )
    assert organisations(item) == {"sida": "donor", "fao": "donor", "ica": "donor"}


@pytest.mark.parametrize(
    "sentence", ["Representatives of the ILO and the FAO attended the fair.", "The ILO and the FAO attended the fair."]
)
def test_taking_part_in_the_same_event_is_no_partnership(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert organisations(item) == {"ilo": "participant", "fao": "participant"}
    assert not partnerships(item)


def test_taking_part_in_anothers_event_is_no_partnership(article: Says) -> None:
    assert not partnerships(article("The ILO participated in a fair organized by the ICA."))


def test_a_list_may_hold_names_with_their_acronyms(article: Says) -> None:
    item = article("The FAO, the Kenya Union of Savings and Credit Cooperatives (KUSCCO) and the ICA organized a fair.")
    assert organisations(item) == {"fao": "organiser", "kuscco": "organiser", "ica": "organiser"}


# partnerships


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("The ILO and the ICA organized a fair.", "co-organise"),
        ("A joint ILO and ICA project began.", "implement"),
        ("The ILO and the ICA launched a project.", "implement"),
        ("The ILO and the ICA signed an agreement.", "partner"),
        ("An agreement between the ILO and the ICA was signed.", "partner"),
        ("The ILO organized a fair in partnership with the ICA.", "co-organise"),
        ("The ILO, in partnership with the ICA, bought an oven.", "partner"),
    ],
)
def test_two_that_work_together_are_partners(article: Says, sentence: str, relation: str) -> None:
    item = article(sentence)
    assert pairs(item) == {ILO_AND_ICA}
    assert {relation for _, relation, _ in partnerships(item)} == {relation}


@pytest.mark.parametrize(
    "sentence",
    [
        "In partnership with the ICA, the ILO organized a fair.",
        "In collaboration with the ICA, the ILO organized a fair.",
        "Together with the ICA, the ILO organized a fair.",
    ],
)
def test_an_opening_phrase_names_the_partner_of_who_acts(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert organisations(item) == {"ica": "partner", "ilo": "organiser"}
    assert pairs(item) == {ILO_AND_ICA}


def test_an_opening_phrase_names_the_partner_in_french_and_spanish(french: Says, spanish: Says) -> None:
    for item in (
        french("En partenariat avec l’ACI, l’OIT a organisé une foire."),
        spanish("En colaboración con la ACI, la OIT organizó una feria."),
    ):
        assert organisations(item) == {"ica": "partner", "ilo": "organiser"}
        assert pairs(item) == {ILO_AND_ICA}


def test_an_opening_donor_is_the_only_donor(article: Says) -> None:
    found = organisations(article("Funded by the European Union, the ILO project helps bakers."))
    assert found == {"european-union": "donor", "ilo": "implementer"}


def test_who_acts_keeps_its_role_around_a_phrase(article: Says) -> None:
    found = organisations(article("The ILO, in partnership with the ICA, organized a fair."))
    assert found == {"ilo": "organiser", "ica": "partner"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO signed an MoU with the ICA.",
        "The ILO signs MoU with the ICA.",
        "The ILO signed a Memorandum of Understanding (MoU) with the ICA.",
    ],
)
def test_to_sign_a_memorandum_with_another_is_to_be_its_partner(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert partnerships(item) == {("ilo", "partner", "ica")}
    assert organisations(item) == {"ilo": "partner", "ica": "partner"}


def test_to_join_another_in_something_is_no_membership(article: Says) -> None:
    assert "member-of" not in {
        relation for _, relation, _ in partnerships(article("The ILO joined the ICA in a fair."))
    }


def test_donors_in_a_list_do_not_fund_one_another(article: Says) -> None:
    item = article(
        "The Kenya Union of Savings and Credit Cooperatives (KUSCCO), the FAO and the ICA financed the mill."
    )
    assert not partnerships(item)


def test_to_act_with_partners_unnamed_gives_the_role_of_the_verb(article: Says) -> None:
    assert organisations(article("The ILO and partners trained bakers.")) == {"ilo": "organiser"}


def test_a_director_general_takes_part_in_another_bodys_event(article: Says) -> None:
    assert organisations(article("The ILO Director-General addressed the fair.")) == {"ilo": "participant"}


@pytest.mark.parametrize("sentence", ["The ILO works with the ICA.", "The ILO has worked with the ICA since 1920."])
def test_to_work_with_another_is_to_be_its_partner(article: Says, sentence: str) -> None:
    assert {relation for _, relation, _ in partnerships(article(sentence))} == {"partner"}


def test_to_be_partnering_with_another_is_to_be_its_partner(article: Says) -> None:
    assert pairs(article("The ILO is partnering with the ICA to train bakers.")) == {ILO_AND_ICA}


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill, financed by Sida and implemented by We Effect, stands in Zambia.",
        "We Effect runs the mill with funding from Sida.",
        "The We Effect project is funded by Sida.",
        "The project is implemented by We Effect with financial support from Sida.",
    ],
)
def test_a_donor_funds_who_carries_the_work_out(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("sida", "fund", "we-effect")}


def test_a_donor_funds_who_receives(article: Says) -> None:
    assert partnerships(article("SEWA received funding from Sida.")) == {("sida", "fund", "sewa")}


def test_several_donors_each_fund_each_implementer(article: Says) -> None:
    item = article(
        "The project is implemented by We Effect and Agriterra and funded by the European Union and the FAO."
    )
    assert {pair for pair in partnerships(item) if pair[1] == "fund"} == {
        (donor, "fund", doer) for donor in ("european-union", "fao") for doer in ("we-effect", "agriterra")
    }


@pytest.mark.parametrize(
    "sentence", ["The ICA held a fair with the support of the ILO.", "The ICA held a fair, with ILO support."]
)
def test_who_helps_comes_first(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("ilo", "support", "ica")}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO supports the ICA.",
        "The ILO provided technical assistance to the ICA.",
    ],
)
def test_who_is_helped_comes_second(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("ilo", "support", "ica")}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ICA is a member of COPAC.",
        "The ICA, a member of COPAC, held a fair.",
        "Members of COPAC include the ICA.",
    ],
)
def test_a_member_stands_to_its_body(article: Says, sentence: str) -> None:
    assert partnerships(article(sentence)) == {("ica", "member-of", "copac")}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ILO and the ILO Cooperatives Unit held a fair.",
        "The ILO Cooperatives Unit held a fair in partnership with the ILO.",
        "The ICA and CICOPA held a fair.",
        "The ICA and ICA Asia and Pacific held a fair.",
    ],
)
def test_parent_and_unit_are_no_partners(article: Says, sentence: str) -> None:
    assert not partnerships(article(sentence))


def test_the_same_pair_is_stated_once_an_item(article: Says) -> None:
    item = article("The ILO and the ICA organized a fair. The ICA and the ILO organized another.")
    assert len(item.partnerships) == 1


@pytest.mark.parametrize(
    "sentence",
    ["The ILO and the ICA organized a fair.", "The mill is funded by Sida and implemented by We Effect."],
)
def test_a_partnership_shows_the_words_that_state_it(article: Says, sentence: str) -> None:
    found = article(sentence).partnerships[0]
    assert found.sentence == sentence
    assert found.words in sentence
    assert 0 <= found.confidence <= 1
    assert found.line == 5


def test_an_unlisted_partner_is_told_by_its_name(article: Says) -> None:
    item = article("The project is implemented by the ILO in cooperation with the Bakers’ Cooperative of Tell Aval.")
    assert pairs(item) == {frozenset({"ilo", "Bakers’ Cooperative of Tell Aval"})}


def test_names_in_different_sentences_are_no_partners(article: Says) -> None:
    assert not partnerships(article("The ILO organized a fair. The ICA organized another."))


# fields


def sheet(**fields: str) -> str:
    return (
        "Bread for the valley\n\n"
        + "".join(f"{name}\n{value}\n\n" for name, value in fields.items())
        + "Bakers learn to share an oven.\n"
    )


@pytest.mark.parametrize(
    ("field", "role"),
    [
        ("Donor(s)", "donor"),
        ("Funded by", "donor"),
        ("Bailleur(s) de fonds", "donor"),
        ("Donante(s)", "donor"),
        ("Implementing agency", "implementer"),
        ("Partner(s)", "partner"),
        ("Counterpart(s)", "partner"),
        ("Organizer(s)", "organiser"),
    ],
)
def test_a_field_gives_its_role(items: Items, field: str, role: str) -> None:
    page = items(sheet(**{field: "Agriterra\nWe Effect"}))[0]
    assert organisations(page) == {"agriterra": role, "we-effect": role}


@pytest.mark.parametrize("line", ["Donor: European Union", "Donor(s): European Union", "Funded by: European Union"])
def test_a_field_may_stand_on_one_line(items: Items, line: str) -> None:
    assert organisations(items(f"Bread for the valley\n\n{line}\n\nBakers learn to share an oven.\n")[0]) == {
        "european-union": "donor"
    }


def test_the_fields_of_a_sheet_pair_donors_and_partners_with_the_implementer(items: Items) -> None:
    page = sheet(**{"Donor(s)": "Sida\nEuropean Union", "Implementing agency": "ILO", "Partner(s)": "We Effect"})
    item = items(page)[0]
    assert pairs(item) == {frozenset({"ilo", other}) for other in ("sida", "european-union", "we-effect")}
    assert {(first, relation) for first, relation, second in partnerships(item) if relation == "fund"} == {
        ("sida", "fund"),
        ("european-union", "fund"),
    }


def test_joint_organisers_in_a_field_are_partners(items: Items) -> None:
    item = items(sheet(**{"Organizer(s)": "Agriterra\nWe Effect"}))[0]
    assert partnerships(item) == {("agriterra", "co-organise", "we-effect")}


def test_a_country_in_a_field_counts(items: Items) -> None:
    item = items(sheet(**{"Country": "Kenya\nUganda", "Donor(s)": "Government of Japan"}))[0]
    assert {mention.key for mention in item.mentions if mention.of == "country"} == {"country/KEN", "country/UGA"}


def test_a_country_in_the_donor_field_is_not_the_items(items: Items) -> None:
    item = items(sheet(**{"Country": "Kenya", "Donor(s)": "Norway"}))[0]
    assert {mention.key for mention in item.mentions if mention.of == "country"} == {"country/KEN"}


# interviews


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Interview with Kenji Morino – Tsuru Mountain Cooperative", "Tsuru Mountain Cooperative"),
        ("Interview with Suman More, Solid Waste Collection and Handling (SWaCH)", "swach"),
        ("SEWA Cooperative Federation in India: Towards self-reliance", "sewa-cooperative-federation"),
        ("HomeNet South Asia, a network of home-based workers", "homenet-south-asia"),
        ("StreetNet International: Organizing street vendors", "streetnet-international"),
    ],
)
def test_an_interview_is_about_the_body_in_its_title(card: Card, title: str, key: str) -> None:
    assert organisations(card(title, "Spotlight Interviews with Co-operators")) == {key: "subject"}


def test_an_interview_without_a_label_is_about_the_body_in_its_title(card: Card) -> None:
    title = "Interview with Suman More, Solid Waste Collection and Handling (SWaCH)"
    assert organisations(card(title)) == {"swach": "subject"}


@pytest.mark.xfail(
    strict=True, reason="`session of` makes the body that sits an organiser; a meeting's own body has no role"
)
def test_the_body_that_sits_is_not_the_organiser_of_what_happens_beside_it(entry: Says) -> None:
    found = organisations(
        entry("ILO shows an oven at a side event during the 58th session of the Committee on Social Development (CSD)")
    )
    assert found == {"ilo": "participant", "csocd": ""}


def test_who_meets_with_another_holds_the_meeting(entry: Says) -> None:
    assert organisations(entry("ILO COOP/SSE meets with WIEGO on ovens")) == {
        "ilo-coop": "organiser",
        "wiego": "participant",
    }
