import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.loaders.dates import date_line, first_full_date

ENGLISH = "January February March April May June July August September October November December".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
DAYS = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31))


def iso(line: str) -> str | None:
    found = date_line(line)
    return found.iso if found else None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("29 July 2021", "2021-07-29"),
        ("03 July 2021", "2021-07-03"),
        ("July 29, 2021", "2021-07-29"),
        ("July 29th, 2021", "2021-07-29"),
        ("Thursday, 29 July 2021", "2021-07-29"),
        ("Thu 29 Jul 2021", "2021-07-29"),
        ("29 JULY 2021", "2021-07-29"),
        ("29th of July 2021", "2021-07-29"),
        ("2021-07-29", "2021-07-29"),
        ("29/07/2021", "2021-07-29"),
        ("29.07.2021", "2021-07-29"),
        ("07/29/2021", "2021-07-29"),
        ("29 juillet 2021", "2021-07-29"),
        ("jeudi 29 juillet 2021", "2021-07-29"),
        ("1er mars 2022", "2022-03-01"),
        ("15 août 2020", "2020-08-15"),
        ("1 févr. 2019", "2019-02-01"),
        ("le 3 décembre 2018", "2018-12-03"),
        ("29 de julio de 2021", "2021-07-29"),
        ("1º de mayo de 2020", "2020-05-01"),
        ("jueves, 29 de julio de 2021", "2021-07-29"),
        ("3 setiembre 2021", "2021-09-03"),
        ("Published on 29 July 2021", "2021-07-29"),
        ("Publié le 29 juillet 2021", "2021-07-29"),
        ("Publicado el 29 de julio de 2021", "2021-07-29"),
        ("29 July 2021, 14:30", "2021-07-29"),
        ("29 February 2020", "2020-02-29"),
    ],
)
def test_a_date_line_is_read_in_three_languages(line: str, day: str) -> None:
    found = date_line(line)
    assert found is not None
    assert (found.iso, found.span, found.reason) == (day, False, "")


@pytest.mark.parametrize("line", ["1.º de mayo de 2020", "1.er mai 2020"])
def test_an_ordinal_may_have_a_dot(line: str) -> None:
    assert iso(line) == "2020-05-01"


@pytest.mark.parametrize("line", ["29 July 2021, 10am", "29 July 2021, 2 pm"])
def test_a_date_may_be_followed_by_an_hour(line: str) -> None:
    assert iso(line) == "2021-07-29"


def test_days_told_one_by_one_are_a_span() -> None:
    assert iso("2, 3 and 4 July 2021") == "2021-07-02"


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("2-4 July 2021", "2021-07-02"),
        ("2 - 4 July 2021", "2021-07-02"),
        ("2–4 July 2021", "2021-07-02"),
        ("July 2-4, 2021", "2021-07-02"),
        ("30 June - 2 July 2021", "2021-06-30"),
        ("30 December 2021 – 2 January 2022", "2021-12-30"),
        ("from 2 to 4 July 2021", "2021-07-02"),
        ("du 2 au 4 juillet 2021", "2021-07-02"),
        ("del 2 al 4 de julio de 2021", "2021-07-02"),
        ("2 y 3 de julio de 2021", "2021-07-02"),
    ],
)
def test_a_span_of_days_gives_its_first(line: str, first: str) -> None:
    found = date_line(line)
    assert found is not None
    assert (found.iso, found.span) == (first, True)


@pytest.mark.parametrize(
    ("line", "month"),
    [("July 2021", "2021-07"), ("juillet 2021", "2021-07"), ("julio de 2021", "2021-07"), ("Sept. 2021", "2021-09")],
)
def test_a_month_stays_a_month(line: str, month: str) -> None:
    assert iso(line) == month


@pytest.mark.parametrize(
    "line", ["31 June 2021", "29 February 2021", "30 février 2020", "31 de abril de 2021", "32 May 2020", "2021-13-01"]
)
def test_a_day_that_does_not_exist_is_told_with_its_words(line: str) -> None:
    found = date_line(line)
    assert found is not None
    assert found.iso == ""
    assert line in found.reason


@pytest.mark.parametrize(
    "line",
    [
        "2021",
        "29 July",
        "Ten bakers share one oven since 29 July 2021 in Tell Aval",
        "The Bakery opened on 29 July 2021",
        "May Bakers 2021",
        "Agenda 2030",
        "SDG 8",
        "03/04/2021",
        "CSW65",
        "",
        "12:30",
        "1 2 3",
        "2 July 2021 2 July 2021 2 July 2021 2 July 2021 2 July 2021 2 July 2021",
    ],
)
def test_a_line_with_more_or_less_than_a_date_is_no_date_line(line: str) -> None:
    assert date_line(line) is None


def test_one_day_in_figures_is_read_where_day_and_month_are_the_same() -> None:
    assert iso("04/04/2021") == "2021-04-04"


@given(DAYS)
def test_every_day_is_read_back_from_each_language(day: datetime.date) -> None:
    month = day.month - 1
    for line in (
        f"{day.day} {ENGLISH[month]} {day.year}",
        f"{day.day:02d} {ENGLISH[month][:3]} {day.year}",
        f"{ENGLISH[month]} {day.day}, {day.year}",
        f"{day.day} {FRENCH[month]} {day.year}",
        f"{day.day} de {SPANISH[month]} de {day.year}",
        day.isoformat(),
    ):
        assert iso(line) == day.isoformat(), line


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31))
def test_a_date_is_stated_only_if_the_calendar_has_it(year: int, month: int, day: int) -> None:
    exists = day <= calendar.monthrange(year, month)[1]
    expected = f"{year:04d}-{month:02d}-{day:02d}" if exists else ""
    assert iso(f"{day} {ENGLISH[month - 1]} {year}") == expected


@given(st.text(max_size=70))
def test_whatever_is_read_as_a_date_is_iso_or_has_a_reason(line: str) -> None:
    found = date_line(line)
    if found is None:
        return
    if found.iso:
        datetime.date.fromisoformat(found.iso if len(found.iso) == 10 else f"{found.iso}-01")
    else:
        assert found.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The webinar takes place on 9 June 2021 at noon.", "2021-06-09"),
        ("The webinar takes place from 9 to 11 June 2021.", "2021-06-09"),
        ("The fair, held on June 9, 2021, was full.", "2021-06-09"),
        ("Le webinaire aura lieu le 9 juin 2021.", "2021-06-09"),
        ("El seminario será el 9 de junio de 2021.", "2021-06-09"),
        ("From 31 June 2021 on, or on 9 July 2021.", "2021-07-09"),
        ("The webinar takes place in June 2021.", ""),
        ("The webinar takes place on 9 June.", ""),
        ("A total of 12 members 2021 joined.", ""),
    ],
)
def test_the_first_full_date_of_a_text_is_found(text: str, day: str) -> None:
    assert first_full_date(text) == day
