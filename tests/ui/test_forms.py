"""Fields carry the attributes that browsers and password managers go by."""

import pytest
import reflex as rx

from dreamdot_app.ui import forms
from tests.ui import drawn

pytestmark = pytest.mark.pure


def test_a_text_field_has_the_attributes_of_its_input() -> None:
    field = forms.text_field(
        "email", "Email", kind="email", autocomplete="email", required=True, max_length=254
    )
    props = drawn.props_of(field)
    assert props["name"] == '"email"'
    assert props["label"] == '"Email"'
    assert props["type"] == '"email"'
    assert props["autoComplete"] == '"email"'
    assert props["required"] == "true"
    assert props["maxLength"] == "254"
    assert "minLength" not in props
    assert "placeholder" not in props


@pytest.mark.parametrize(("new", "asked"), [(True, "new-password"), (False, "current-password")])
def test_password_managers_know_what_is_asked(new: bool, asked: str) -> None:
    assert drawn.props_of(forms.password_field(new=new))["autoComplete"] == f'"{asked}"'


def test_a_price_is_text_with_a_decimal_keyboard() -> None:
    props = drawn.props_of(forms.price_field(value="1.50"))
    assert props["inputMode"] == '"decimal"'
    assert props["prefix"] == '"$"'
    assert props["value"] == '"1.50"'
    assert props["type"] == '"text"'


def test_what_nobody_foresaw_is_an_attribute_not_a_style() -> None:
    props = drawn.props_of(forms.text_area("text", "Text", spell_check=False, lang="de"))
    assert props["lang"] == '"de"'
    assert props["spellCheck"] == "false"
    assert "css" not in props


def test_a_form_sends_by_its_own_button_or_by_one_inside() -> None:
    with_button = forms.post_form(forms.text_field("a", "A"), action="/x", submit="Send")
    without = forms.post_form(forms.text_field("a", "A"), action="/x", submit="")
    tags = [type(child).__name__ for child in with_button.children]
    assert tags == ["TextField", "SubmitButton"]
    assert [type(child).__name__ for child in without.children] == ["TextField"]
    assert drawn.props_of(with_button)["action"] == '"/x"'


def test_vars_reach_the_fields() -> None:
    value = rx.Var("state.title", _var_type=str)
    assert drawn.props_of(forms.text_field("t", "T", value=value))["value"] == "state.title"
    error = rx.Var("state.error", _var_type=str)
    assert drawn.props_of(forms.select_field("k", "K", [("a", "A")], error=error))["error"] == (
        "state.error"
    )
