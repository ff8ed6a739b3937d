"""The fields of the profile's form that are written in JavaScript."""

from typing import Any

import reflex as rx

from dreamdot_app.ui import dialog, form_pieces
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

NEEDED = (form_pieces.NEEDED, dialog.NEEDED, dialog.DIALOG)
# What is loaded only when somebody has chosen a picture.
CROPPING = (script("crop_dialog.jsx"), script("crop.js"))
# Sizes of what is cropped, in pixels: sharp at twice the size at which it stands on a page.
AVATAR = (512, 512)
BANNER = (1_960, 560)


class _PictureField(Piece):
    library = script("picture_field.jsx").importable_path
    tag = "PictureField"
    lib_dependencies: list[str] = ["react-easy-crop@6.2.5"]  # noqa: RUF012 Reflex makes a field of each component from it

    name: rx.Var[str]
    label: rx.Var[str]
    shape: rx.Var[str]
    width: rx.Var[int]
    height: rx.Var[int]
    upload_to: rx.Var[str]
    picture_id: rx.Var[str]
    picture_url: rx.Var[str]
    picture_srcset: rx.Var[str]
    drawn_url: rx.Var[str]


class _LinksField(Piece):
    library = script("links_field.jsx").importable_path
    tag = "LinksField"

    links: rx.Var[list[list[str]]]
    most: rx.Var[int]
    label_length: rx.Var[int]
    url_length: rx.Var[int]


def picture_field(
    name: str, label: str, size: tuple[int, int], *, round: bool = False, **props: Any
) -> rx.Component:
    """A picture of which a part in the shape of ``size`` (width, height) is chosen and uploaded.

    The form sends its id, "" for none. ``drawn_url`` is what stands there without one.
    """
    return _PictureField.create(
        name=name,
        label=label,
        shape="round" if round else "wide",
        width=size[0],
        height=size[1],
        upload_to="/api/media/pictures",
        **props,
    )


def links_field(links: Any, *, most: int, label_length: int, url_length: int) -> rx.Component:
    """Up to ``most`` links; the form sends ``links.0.label``, ``links.0.url``, …"""
    return _LinksField.create(
        links=links, most=most, label_length=label_length, url_length=url_length
    )
