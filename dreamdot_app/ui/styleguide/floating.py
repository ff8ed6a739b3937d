"""Messages, dialogs, menus, the line of a lost connection."""

import reflex as rx

from dreamdot_app.ui import buttons, dialog, forms, menu, money, toast
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.styleguide.sample import LONG_TITLE, labelled, stacked


def _messages() -> rx.Component:
    return rx.el.div(
        toast.message("Salt Cathedral, chapter 7, is on your shelf.", tone="good", action="Read"),
        toast.message("Saved.", tone="saved", action="Undo"),
        toast.message("You are offline. Your draft is safe here.", tone="offline"),
        toast.message("The card was refused. Nothing was charged.", tone="bad", action="Retry"),
        toast.message(f"{LONG_TITLE} was published.", tone="info"),
        class_name="space-y-3",
    )


def _say() -> list[rx.Component]:
    read = ("Read", "/styleguide")
    return [
        buttons.button("Good", on_click=toast.good("It is on your shelf.", action=read)),
        buttons.button("Bad", on_click=toast.bad("The card was refused.")),
    ]


def _dialogs(theme: str) -> list[rx.Component]:
    question, receipt, side = (f"{theme}-{name}" for name in ("question", "receipt", "side"))
    return [
        buttons.button("A question", on_click=dialog.open_dialog(question)),
        buttons.button("A receipt", on_click=dialog.open_dialog(receipt)),
        buttons.button("A drawer", on_click=dialog.open_dialog(side)),
        dialog.confirm(
            question,
            "Take down Hollow Hours?",
            "The 61 people who bought it keep their copies.",
            "Take down",
            dialog.close_dialog(question),
            cancel="Keep it up",
            danger=True,
        ),
        dialog.dialog(
            rx.el.dl(money.line("From initial credit", 240), money.line("Paid", 240, strong=True)),
            id=receipt,
            title="You bought chapter 7",
            detail="Receipt, 20 November, 09:12",
            footer=buttons.button("Save as PDF", icon="download", wide=True),
        ),
        dialog.dialog(
            forms.text_field("note", "Note", help="Only you see it."),
            id=side,
            title="Before it goes out",
            drawer=True,
        ),
    ]


def _menu(theme: str) -> rx.Component:
    return menu.menu(
        icon("ellipsis"),
        menu.item("Edit", icon="pencil", href="/styleguide"),
        menu.item("Copy link", icon="link", on_click=toast.say("Copied.", tone="saved")),
        menu.divider(),
        menu.item(
            "Delete", icon="trash-2", danger=True, on_click=toast.bad("Nothing was deleted.")
        ),
        label=f"More, {theme}",
    )


def chapter(theme: str) -> rx.Component:
    """Messages, dialogs, menus, the line of a lost connection."""
    lost = rx.el.p(
        icon("wifi-off", 18),
        "No connection. Trying again; nothing you typed is lost.",
        class_name="dd-connection !static",
    )
    return stacked(
        _messages(),
        labelled("Say", *_say()),
        labelled("Dialogs", *_dialogs(theme)),
        labelled("Menu", _menu(theme)),
        lost,
    )
